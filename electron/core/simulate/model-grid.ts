import { applyAffine } from '../base/affine.ts';
import { isotropicGrid, lpsToVoxel, voxelToLps, type Grid } from '../base/grid.ts';
import type { Vec3 } from '../base/vector.ts';
import type { Mask } from '../base/volume.ts';
import type { ModelDescription } from './model-description.ts';

/**
 * Grid that the model works on: cubic voxels along the LPS axes, centred on the centroid of the last core.
 *
 * @returns null for an empty mask
 */
export function modelGrid(core: Mask, model: ModelDescription): Grid | null {
  const centre = centroidMm(core);
  return centre === null ? null : isotropicGrid(centre, model.grid.size, model.grid.spacingMm[0]);
}

/**
 * Mean position of a mask's voxels in LPS millimetres.
 *
 * @returns null for an empty mask
 */
export function centroidMm(mask: Mask): Vec3 | null {
  const [columns, rows, slices] = mask.grid.size;
  let [count, sumI, sumJ, sumK] = [0, 0, 0, 0];
  for (let k = 0, v = 0; k < slices; k++) {
    for (let j = 0; j < rows; j++) {
      for (let i = 0; i < columns; i++, v++) {
        if (mask.data[v] === 0) continue;
        count++;
        sumI += i;
        sumJ += j;
        sumK += k;
      }
    }
  }
  return count === 0 ? null : applyAffine(voxelToLps(mask.grid), [sumI / count, sumJ / count, sumK / count]);
}

/** Share of a mask's voxels whose centres lie outside a grid, 0..1; 0 for an empty mask. */
export function fractionOutside(mask: Mask, grid: Grid): number {
  const [columns, rows, slices] = mask.grid.size;
  const toLps = voxelToLps(mask.grid);
  const toVoxel = lpsToVoxel(grid);
  let [count, outside] = [0, 0];
  for (let k = 0, v = 0; k < slices; k++) {
    for (let j = 0; j < rows; j++) {
      for (let i = 0; i < columns; i++, v++) {
        if (mask.data[v] === 0) continue;
        count++;
        const voxel = applyAffine(toVoxel, applyAffine(toLps, [i, j, k]));
        if (voxel.some((value, axis) => value < -0.5 || value > (grid.size[axis] as number) - 0.5)) outside++;
      }
    }
  }
  return count === 0 ? 0 : outside / count;
}

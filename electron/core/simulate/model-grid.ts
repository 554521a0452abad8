import { applyAffine, identityAffine } from '../base/affine.ts';
import { isotropicGrid, voxelToLps, voxelToVoxel, type Grid } from '../base/grid.ts';
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
  const toVoxel = voxelToVoxel(mask.grid, grid, identityAffine);
  const row = (axis: number): [number, number, number, number, number] => {
    const [a, b, c, d] = toVoxel.slice(4 * axis, 4 * axis + 4) as [number, number, number, number];
    return [a, b, c, d, (grid.size[axis] as number) - 0.5];
  };
  const [x, y, z] = [row(0), row(1), row(2)];
  let [count, outside] = [0, 0];
  for (let k = 0, v = 0; k < slices; k++) {
    for (let j = 0; j < rows; j++) {
      for (let i = 0; i < columns; i++, v++) {
        if (mask.data[v] === 0) continue;
        count++;
        const [p, q, r] = [at(x, i, j, k), at(y, i, j, k), at(z, i, j, k)];
        if (p < -0.5 || q < -0.5 || r < -0.5 || p > x[4] || q > y[4] || r > z[4]) outside++;
      }
    }
  }
  return count === 0 ? 0 : outside / count;
}

function at(row: readonly number[], i: number, j: number, k: number): number {
  return (row[0] as number) * i + (row[1] as number) * j + (row[2] as number) * k + (row[3] as number);
}

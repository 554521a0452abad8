import { applyAffine, identityAffine } from '../base/affine.ts';
import { voxelCount, voxelToLps, type Grid } from '../base/grid.ts';
import { boxAroundGrid, type GridBox } from '../base/grid-box.ts';
import type { Vec3 } from '../base/vector.ts';
import type { Mask } from '../base/volume.ts';
import { resampleField, type Field } from '../register/resample-field.ts';

/** A region within the smallest box that is sure to hold it. */
export interface BoxedRegion {
  readonly box: GridBox;
  /** On the box's grid. */
  readonly mask: Mask;
}

/**
 * Where a coarse field, interpolated linearly on a finer grid of the same space, is above a value. Only the part of the grid where
 * that can be is sampled.
 *
 * @param target grid with any directions
 * @returns null when it is nowhere above
 */
export function regionAbove(field: Field, target: Grid, value: number): BoxedRegion | null {
  const reach = reachOf(field, value);
  const box = reach && boxAroundGrid(target, reach);
  if (!box) return null;
  const sampled = resampleField(field, box.grid, identityAffine);
  const data = new Uint8Array(voxelCount(box.grid));
  let isAnywhere = false;
  for (let v = 0; v < data.length; v++) {
    if (!((sampled[v] as number) > value)) continue;
    data[v] = 1;
    isAnywhere = true;
  }
  return isAnywhere ? { box, mask: { grid: box.grid, data } } : null;
}

/** The part of a field's grid outside of which linear interpolation stays at or below a value; null when it does everywhere. */
function reachOf({ grid, data }: Field, value: number): Grid | null {
  const [nx, ny, nz] = grid.size;
  let [x0, y0, z0, x1, y1, z1] = [nx, ny, nz, -1, -1, -1];
  for (let k = 0, v = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      for (let i = 0; i < nx; i++, v++) {
        if (!((data[v] as number) > value)) continue;
        if (i < x0) x0 = i;
        if (i > x1) x1 = i;
        if (j < y0) y0 = j;
        if (j > y1) y1 = j;
        if (k < z0) z0 = k;
        z1 = k;
      }
    }
  }
  if (x1 < 0) return null;
  // A voxel speaks up to its neighbours' centres.
  const size: Vec3 = [x1 - x0 + 3, y1 - y0 + 3, z1 - z0 + 3];
  return { ...grid, size, originMm: applyAffine(voxelToLps(grid), [x0 - 1, y0 - 1, z0 - 1]) };
}

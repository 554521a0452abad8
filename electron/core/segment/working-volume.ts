import { identityAffine } from '../base/affine.ts';
import { gridCentreMm, type Grid } from '../base/grid.ts';
import type { Vec3 } from '../base/vector.ts';
import type { Volume } from '../base/volume.ts';
import { resampleField } from '../register/resample-field.ts';
import { smoothField } from '../register/smooth-field.ts';

/**
 * A volume on fewer voxels over the same box, smoothed first: each axis keeps its spacing or gets the smallest common edge of
 * at least `leastEdgeMm` that the voxel budget allows. Thick slices stay thick.
 */
export function shrinkToBudget(volume: Volume, leastEdgeMm: number, mostVoxels: number): Volume {
  let edgeMm = leastEdgeMm;
  let grid = coarserGrid(volume.grid, edgeMm);
  while (grid.size[0] * grid.size[1] * grid.size[2] > mostVoxels) {
    edgeMm *= 1.05;
    grid = coarserGrid(volume.grid, edgeMm);
  }
  const sigma = grid.spacingMm.map((mm, k) => {
    const own = volume.grid.spacingMm[k] ?? mm;
    return mm > own ? Math.sqrt(mm * mm - own * own) / 2.355 : 0;
  });
  const smoothed = { grid: volume.grid, data: smoothField(volume, sigma as unknown as Vec3) };
  return { grid, data: resampleField(smoothed, grid, identityAffine) };
}

function coarserGrid(grid: Grid, edgeMm: number): Grid {
  const spacing = (k: 0 | 1 | 2): number => Math.max(grid.spacingMm[k], edgeMm);
  const size = (k: 0 | 1 | 2): number => Math.max(1, Math.round((grid.size[k] * grid.spacingMm[k]) / spacing(k)));
  const centre = gridCentreMm(grid);
  const [u, v, w] = grid.directions;
  const half = (k: 0 | 1 | 2): number => ((size(k) - 1) / 2) * spacing(k);
  const origin = (k: 0 | 1 | 2): number => centre[k] - u[k] * half(0) - v[k] * half(1) - w[k] * half(2);
  return {
    size: [size(0), size(1), size(2)],
    spacingMm: [spacing(0), spacing(1), spacing(2)],
    originMm: [origin(0), origin(1), origin(2)],
    directions: grid.directions,
  };
}

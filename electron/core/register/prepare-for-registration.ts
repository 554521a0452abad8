import { identityAffine } from '../base/affine.ts';
import { gridCentreMm, type Grid } from '../base/grid.ts';
import type { Vec3 } from '../base/vector.ts';
import type { Volume } from '../base/volume.ts';
import { resampleField } from './resample-field.ts';
import { smoothField } from './smooth-field.ts';

/** Most voxels along an axis, and least spacing, that the rigid engine is given. */
const largestSize = 192;
const smallestSpacingMm = 2;

/**
 * A volume small enough to register: smoothed and resampled to cubic voxels of at least 2 mm and at most 192 along each axis.
 * The space (LPS millimetres) stays the same. Thick slices are interpolated, so that image pyramids shrink all axes alike.
 */
export function prepareForRegistration(volume: Volume): Volume {
  const { size, spacingMm } = volume.grid;
  const extents = size.map((n, k) => n * (spacingMm[k] ?? 1));
  const finest = Math.min(...spacingMm);
  return toCubicVoxels(volume, Math.max(smallestSpacingMm, finest, ...extents.map((mm) => mm / largestSize)));
}

/**
 * A volume on cubic voxels that cover the same box, smoothed first where its own voxels are finer.
 *
 * @param edgeMm spacing of the result
 */
export function toCubicVoxels(volume: Volume, edgeMm: number): Volume {
  const grid = cubicGrid(volume.grid, edgeMm);
  // A Gaussian of this width brings the finer image to the resolution of the coarser grid (full width at half maximum).
  const sigma = volume.grid.spacingMm.map((mm) => (edgeMm > mm ? Math.sqrt(edgeMm * edgeMm - mm * mm) / 2.355 : 0));
  const smoothed = { grid: volume.grid, data: smoothField(volume, sigma as unknown as Vec3) };
  return { grid, data: resampleField(smoothed, grid, identityAffine) };
}

/** Grid of cubic voxels with the same directions and centre that covers the same box. */
export function cubicGrid(grid: Grid, edgeMm: number): Grid {
  const size = grid.size.map((n, k) => Math.max(1, Math.round((n * (grid.spacingMm[k] ?? 1)) / edgeMm - 1e-9)));
  const centre = gridCentreMm(grid);
  const [u, v, w] = grid.directions;
  const half = size.map((n) => ((n - 1) / 2) * edgeMm);
  const origin = (k: 0 | 1 | 2): number =>
    centre[k] - u[k] * (half[0] ?? 0) - v[k] * (half[1] ?? 0) - w[k] * (half[2] ?? 0);
  return {
    size: size as unknown as Vec3,
    spacingMm: [edgeMm, edgeMm, edgeMm],
    originMm: [origin(0), origin(1), origin(2)],
    directions: grid.directions,
  };
}

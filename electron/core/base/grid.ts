import { applyAffine, composeAffine, invertAffine, type Affine } from './affine.ts';
import type { Vec3 } from './vector.ts';

/**
 * The lattice of voxel centres of a volume in patient space (LPS, millimetres).
 * Voxel order in memory: columns fastest, then rows, then slices.
 */
export interface Grid {
  /** [columns, rows, slices] */
  readonly size: Vec3;
  /** Distance between neighbouring voxel centres along columns, rows, slices. */
  readonly spacingMm: Vec3;
  /** Centre of voxel (0, 0, 0). */
  readonly originMm: Vec3;
  /** Unit vectors of growing column index, growing row index, growing slice index. */
  readonly directions: readonly [Vec3, Vec3, Vec3];
}

/** Number of voxels. */
export function voxelCount(grid: Grid): number {
  return grid.size[0] * grid.size[1] * grid.size[2];
}

/** Volume of one voxel in cubic millimetres. */
export function voxelVolumeMm3(grid: Grid): number {
  return grid.spacingMm[0] * grid.spacingMm[1] * grid.spacingMm[2];
}

/** Map from voxel indices [column, row, slice] to LPS millimetres. */
export function voxelToLps(grid: Grid): Affine {
  const [u, v, w] = grid.directions;
  const [su, sv, sw] = grid.spacingMm;
  const row = (k: 0 | 1 | 2): number[] => [u[k] * su, v[k] * sv, w[k] * sw, grid.originMm[k]];
  return [...row(0), ...row(1), ...row(2)];
}

/** Map from LPS millimetres to (fractional) voxel indices. */
export function lpsToVoxel(grid: Grid): Affine {
  return invertAffine(voxelToLps(grid));
}

/** Map from the voxels of one grid to the voxels of another, through `fromToLpsOfOther` (identity when both share a space). */
export function voxelToVoxel(from: Grid, to: Grid, fromSpaceToToSpace: Affine): Affine {
  return composeAffine(lpsToVoxel(to), composeAffine(fromSpaceToToSpace, voxelToLps(from)));
}

/** Centre of the grid in LPS millimetres. */
export function gridCentreMm(grid: Grid): Vec3 {
  return applyAffine(voxelToLps(grid), [(grid.size[0] - 1) / 2, (grid.size[1] - 1) / 2, (grid.size[2] - 1) / 2]);
}

/** Whether two grids agree in size and in position to within `toleranceMm` at every corner. */
export function sameGrid(a: Grid, b: Grid, toleranceMm = 0.01): boolean {
  if (a.size.some((n, k) => n !== b.size[k])) return false;
  const [mapA, mapB] = [voxelToLps(a), voxelToLps(b)];
  const last = a.size.map((n) => n - 1) as unknown as Vec3;
  for (let corner = 0; corner < 8; corner++) {
    const voxel: Vec3 = [corner & 1 ? last[0] : 0, corner & 2 ? last[1] : 0, corner & 4 ? last[2] : 0];
    const [p, q] = [applyAffine(mapA, voxel), applyAffine(mapB, voxel)];
    if (Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]) > toleranceMm) return false;
  }
  return true;
}

/** Axis-aligned LPS grid of cubic voxels around a centre. */
export function isotropicGrid(centreMm: Vec3, size: Vec3, spacingMm: number): Grid {
  const origin = (k: 0 | 1 | 2): number => centreMm[k] - ((size[k] - 1) / 2) * spacingMm;
  return {
    size,
    spacingMm: [spacingMm, spacingMm, spacingMm],
    originMm: [origin(0), origin(1), origin(2)],
    directions: [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
  };
}

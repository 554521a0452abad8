import type { Grid } from '../base/grid.ts';
import { add, dot, scale, type Vec3 } from '../base/vector.ts';

/** A way to walk stored voxels in another order of axes, without moving them. */
export interface AxisWalk {
  /** The grid in the order of the walk; the same lattice of points. */
  readonly grid: Grid;
  /** Index of the stored voxel that comes first. */
  readonly start: number;
  /** Step between stored voxels along the walk's columns, rows and slices; negative where an axis is turned round. */
  readonly strides: Vec3;
}

type Axis = 0 | 1 | 2;
const permutations: readonly (readonly [Axis, Axis, Axis])[] = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
];

/**
 * The walk whose columns, rows and slices come closest to left, posterior and superior. Its grid is right-handed, as
 * DICOM stacks are, so that pictures and writers need not know how a file happened to store its axes.
 */
export function walkTowardsLps(grid: Grid): AxisWalk {
  const alignment = (order: readonly [Axis, Axis, Axis]): number =>
    order.reduce<number>((sum, axis, k) => sum + Math.abs(grid.directions[axis][k as Axis]), 0);
  const best = permutations.reduce((a, b) => (alignment(b) > alignment(a) + 1e-9 ? b : a));
  const turned = best.map((axis, k) => grid.directions[axis][k as Axis] < 0) as [boolean, boolean, boolean];
  return walkAxes(grid, best, turned);
}

function walkAxes(
  grid: Grid,
  order: readonly [Axis, Axis, Axis],
  turned: readonly [boolean, boolean, boolean],
): AxisWalk {
  const storedStrides: Vec3 = [1, grid.size[0], grid.size[0] * grid.size[1]];
  const pick = (values: Vec3): Vec3 => [values[order[0]], values[order[1]], values[order[2]]];
  const sign = (k: Axis): number => (turned[k] ? -1 : 1);
  const [size, spacingMm, strides] = [pick(grid.size), pick(grid.spacingMm), pick(storedStrides)];
  let [originMm, start] = [grid.originMm, 0];
  for (const k of [0, 1, 2] as const) {
    if (!turned[k]) continue;
    originMm = add(originMm, scale(grid.directions[order[k]], (size[k] - 1) * spacingMm[k]));
    start += (size[k] - 1) * strides[k];
  }
  const direction = (k: Axis): Vec3 => scale(grid.directions[order[k]], sign(k));
  return {
    grid: { size, spacingMm, originMm, directions: [direction(0), direction(1), direction(2)] },
    start,
    strides: [strides[0] * sign(0), strides[1] * sign(1), strides[2] * sign(2)],
  };
}

/** Largest angle in degrees by which two axes of a grid miss being perpendicular. */
export function obliquityDegrees(grid: Grid): number {
  const [u, v, w] = grid.directions;
  const worst = Math.max(Math.abs(dot(u, v)), Math.abs(dot(v, w)), Math.abs(dot(w, u)));
  return (Math.asin(Math.min(1, worst)) * 180) / Math.PI;
}

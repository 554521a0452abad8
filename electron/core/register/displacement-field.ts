import type { Grid } from '../base/grid.ts';
import { trilinearSampler } from './resample-field.ts';

/** A vector at every voxel of a grid: lengths in voxels of the grid, along its columns, rows and slices. */
export interface VectorField {
  readonly grid: Grid;
  /** Components along columns, rows and slices; each one value per voxel, columns fastest. */
  readonly along: Components;
}

type Components = readonly [Float32Array, Float32Array, Float32Array];

/** The longest step along an axis before the first squaring, in voxels: short enough that going twice is going on. */
const longestStepVoxel = 0.25;

/**
 * Where a stationary velocity leads in some time, by scaling and squaring: a diffeomorphism as long as the velocity is smooth.
 *
 * @param velocity voxels per unit of time
 * @param time negative for the way back
 * @returns displacement u in voxels: what is at x comes to x + u(x)
 * @see models/common/velocity_field.py `exponential`, the twin
 */
export function integrateVelocity(velocity: VectorField, time: number): VectorField {
  const longest = longestComponent(velocity) * Math.abs(time);
  const squarings = Math.max(0, Math.ceil(Math.log2(Math.max(longest, 1e-9) / longestStepVoxel)));
  const factor = time / 2 ** squarings;
  let displacement = withComponents(velocity, (part) => part.map((value) => value * factor));
  for (let n = 0; n < squarings; n++) displacement = followed(displacement, displacement);
  return displacement;
}

/** One displacement and then another: x -> x + first(x) + second(x + first(x)). */
export function followed(first: VectorField, second: VectorField): VectorField {
  return withComponents(first, (part, axis) => {
    const further = sampleMoved(second.along[axis], first);
    for (let v = 0; v < further.length; v++) further[v] = (further[v] as number) + (part[v] as number);
    return further;
  });
}

/**
 * A scalar field at x + u(x), trilinear; outside the grid the value at its edge goes on.
 *
 * @param values one per voxel of the displacement's grid
 */
export function sampleMoved(values: Float32Array, { grid, along }: VectorField): Float32Array {
  const [columns, rows, slices] = grid.size;
  const sample = trilinearSampler(values, grid.size, 0);
  const [x, y, z] = along;
  const moved = new Float32Array(values.length);
  for (let k = 0, v = 0; k < slices; k++) {
    for (let j = 0; j < rows; j++) {
      for (let i = 0; i < columns; i++, v++) {
        const [dx, dy, dz] = [x[v] as number, y[v] as number, z[v] as number];
        moved[v] = sample(withinGrid(i + dx, columns), withinGrid(j + dy, rows), withinGrid(k + dz, slices));
      }
    }
  }
  return moved;
}

/**
 * Volume of every bit of the grid after a displacement over its volume before: determinant of the derivative of x + u(x), by
 * central differences, one-sided at the edge.
 */
export function jacobianDeterminant({ grid, along }: VectorField): Float32Array {
  const slopes = along.map((part) => [0, 1, 2].map((axis) => differences(part, grid, axis)));
  const at = (component: number, axis: number, v: number): number => slopes[component]?.[axis]?.[v] as number;
  return Float32Array.from(along[0], (_, v) => {
    const [a, b, c] = [1 + at(0, 0, v), at(0, 1, v), at(0, 2, v)];
    const [d, e, f] = [at(1, 0, v), 1 + at(1, 1, v), at(1, 2, v)];
    const [g, h, i] = [at(2, 0, v), at(2, 1, v), 1 + at(2, 2, v)];
    return a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
  });
}

/** Derivative along one axis in values per voxel. */
function differences(values: Float32Array, { size }: Grid, axis: number): Float32Array {
  const step = axis === 0 ? 1 : axis === 1 ? size[0] : size[0] * size[1];
  const count = size[axis] as number;
  const slopes = new Float32Array(values.length);
  for (let v = 0; v < values.length; v++) {
    const index = Math.floor(v / step) % count;
    const before = index > 0 ? v - step : v;
    const after = index < count - 1 ? v + step : v;
    slopes[v] = ((values[after] as number) - (values[before] as number)) / Math.max(1, (after - before) / step);
  }
  return slopes;
}

function longestComponent({ along }: VectorField): number {
  let longest = 0;
  for (const part of along) for (const value of part) longest = Math.max(longest, Math.abs(value));
  return longest;
}

function withComponents(
  { grid, along }: VectorField,
  component: (part: Float32Array, axis: 0 | 1 | 2) => Float32Array,
): VectorField {
  return { grid, along: [component(along[0], 0), component(along[1], 1), component(along[2], 2)] };
}

/** The nearest coordinate among the voxel centres of an axis with so many voxels. */
export function withinGrid(coordinate: number, count: number): number {
  return Math.min(count - 1, Math.max(0, coordinate));
}

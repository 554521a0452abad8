import type { Grid } from '../../base/grid.ts';
import { trilinearSampler } from '../resample-field.ts';
import { vectorSampler } from './vector-sampler.ts';

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

/** Shorter displacements than this, in voxels, lead to the value where they begin. */
const stillVoxel = 1e-4;

/** One displacement and then another: x -> x + first(x) + second(x + first(x)). */
export function followed(first: VectorField, second: VectorField): VectorField {
  const { grid, along } = first;
  const [columns, rows, slices] = grid.size;
  const [x, y, z] = along;
  const sample = vectorSampler(second.along, grid.size);
  const found = new Float64Array(3);
  const [outX, outY, outZ] = [new Float32Array(x.length), new Float32Array(x.length), new Float32Array(x.length)];
  for (let k = 0, v = 0; k < slices; k++) {
    for (let j = 0; j < rows; j++) {
      for (let i = 0; i < columns; i++, v++) {
        const [dx, dy, dz] = [x[v] as number, y[v] as number, z[v] as number];
        if (Math.abs(dx) + Math.abs(dy) + Math.abs(dz) < stillVoxel) {
          outX[v] = dx + (second.along[0][v] as number);
          outY[v] = dy + (second.along[1][v] as number);
          outZ[v] = dz + (second.along[2][v] as number);
          continue;
        }
        sample(i + dx, j + dy, k + dz, found);
        outX[v] = dx + (found[0] as number);
        outY[v] = dy + (found[1] as number);
        outZ[v] = dz + (found[2] as number);
      }
    }
  }
  return { grid, along: [outX, outY, outZ] };
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
  const slope = (component: 0 | 1 | 2, axis: number): Float32Array => differences(along[component], grid, axis);
  const [xx, xy, xz] = [slope(0, 0), slope(0, 1), slope(0, 2)];
  const [yx, yy, yz] = [slope(1, 0), slope(1, 1), slope(1, 2)];
  const [zx, zy, zz] = [slope(2, 0), slope(2, 1), slope(2, 2)];
  const determinant = new Float32Array(along[0].length);
  for (let v = 0; v < determinant.length; v++) {
    const [a, b, c] = [1 + (xx[v] as number), xy[v] as number, xz[v] as number];
    const [d, e, f] = [yx[v] as number, 1 + (yy[v] as number), yz[v] as number];
    const [g, h, i] = [zx[v] as number, zy[v] as number, 1 + (zz[v] as number)];
    determinant[v] = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
  }
  return determinant;
}

/** Derivative along one axis in values per voxel. */
export function differences(values: Float32Array, { size }: Grid, axis: number): Float32Array {
  const step = axis === 0 ? 1 : axis === 1 ? size[0] : size[0] * size[1];
  const count = size[axis] as number;
  const slopes = new Float32Array(values.length);
  // Lines along the axis begin at every voxel below `step`, again in every block of `step * count`.
  for (let block = 0; block < values.length; block += step * count) {
    for (let first = block; first < block + step; first++) {
      for (let n = 0, v = first; n < count; n++, v += step) {
        const before = n > 0 ? v - step : v;
        const after = n < count - 1 ? v + step : v;
        const steps = (n > 0 ? 1 : 0) + (n < count - 1 ? 1 : 0);
        slopes[v] = ((values[after] as number) - (values[before] as number)) / Math.max(1, steps);
      }
    }
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

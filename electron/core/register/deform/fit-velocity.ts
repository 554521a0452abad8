import type { Grid } from '../../base/grid.ts';
import { differences, integrateVelocity, sampleMoved, type VectorField } from './displacement-field.ts';
import { newtonStep, type Linearised, type StepOptions } from './newton-step.ts';

/** Two images on one grid, in the same units. */
export interface ImagePair {
  readonly grid: Grid;
  readonly from: Float32Array;
  readonly to: Float32Array;
}

/** How a velocity is fitted. */
export interface VelocityFit extends StepOptions {
  /** Rounds of Gauss-Newton. */
  readonly rounds: number;
}

/**
 * The stationary velocity that leads one image to another in a unit of time: what is at x in the first comes to the end of its
 * path in the second. Either image goes half of the way, so that swapping them turns the velocity round and does nothing else.
 * Minimises the squared difference of the two half-way images and the stiffness of the velocity; beyond the grid nothing moves.
 *
 * @param start voxels per unit of time, on the grid of the images; not changed
 * @returns voxels per unit of time
 * @throws whatever `pause` throws
 * @see Ashburner & Ridgway, Front Neurosci 6:197, 2013, symmetric registration of serial MRI
 */
export async function fitVelocity(pair: ImagePair, start: VectorField, fit: VelocityFit): Promise<VectorField> {
  let velocity = start;
  for (let round = 0; round < fit.rounds; round++) {
    await fit.pause();
    const [x, y, z] = await newtonStep(linearised(pair, velocity), velocity.along, fit);
    const [vx, vy, vz] = velocity.along;
    velocity = { grid: pair.grid, along: [sum(vx, x), sum(vy, y), sum(vz, z)] };
  }
  return velocity;
}

/** Both images half-way. */
export function halfWay({ from, to }: ImagePair, velocity: VectorField): readonly [Float32Array, Float32Array] {
  return [sampleMoved(from, integrateVelocity(velocity, -0.5)), sampleMoved(to, integrateVelocity(velocity, 0.5))];
}

function linearised(pair: ImagePair, velocity: VectorField): Linearised {
  const [from, to] = halfWay(pair, velocity);
  const [middle, residual] = [new Float32Array(from.length), new Float32Array(from.length)];
  for (let v = 0; v < middle.length; v++) {
    const [a, b] = [from[v] as number, to[v] as number];
    middle[v] = (a + b) / 2;
    residual[v] = b - a;
  }
  const { grid } = pair;
  const slopes = [differences(middle, grid, 0), differences(middle, grid, 1), differences(middle, grid, 2)] as const;
  return { size: grid.size, residual, slopes };
}

function sum(some: Float32Array, others: Float32Array): Float32Array {
  const out = new Float32Array(some.length);
  for (let v = 0; v < out.length; v++) out[v] = (some[v] as number) + (others[v] as number);
  return out;
}

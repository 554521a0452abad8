import type { Vec3 } from '../../base/vector.ts';

/** Three components, one value per voxel each, columns fastest. */
export type Components = readonly [Float32Array, Float32Array, Float32Array];

/** How hard a velocity is to bend, in squared units of the images. */
export interface Stiffness {
  /** Weight of a squared difference of one voxel between neighbouring vectors. */
  readonly stretching: number;
  /** Weight of a squared second difference of one voxel. */
  readonly bending: number;
}

/** How a round is gone. */
export interface StepOptions {
  readonly stiffness: Stiffness;
  /** Called before every step of some tenths of a second; may throw to stop. */
  readonly pause: () => Promise<void>;
}

/** Where a round of Gauss-Newton stands. */
export interface Linearised {
  readonly size: Vec3;
  /** What of the images does not agree yet. */
  readonly residual: Float32Array;
  /** By how much the residual grows with every component of the velocity. */
  readonly slopes: Components;
}

/** Steps of conjugate gradients after which a round ends, and the share of the first residual that ends it sooner. */
const mostSteps = 18;
const enoughShare = 1e-6;

/**
 * Change of a velocity that lowers residual^2 + stiffness most: conjugate gradients on (g g' + K) x = -(g r + K v), where K is
 * `stretching` times the negative Laplacian plus `bending` times its square, zero beyond the grid.
 *
 * @throws whatever `pause` throws
 */
export async function newtonStep(
  at: Linearised,
  velocity: Components,
  { stiffness, pause }: StepOptions,
): Promise<Components> {
  const stiff = new StiffnessOperator(at.size, stiffness);
  const residual = downhill(at, velocity, stiff);
  const inverse = inverseDiagonal(at.slopes, stiff.diagonal);
  const found = emptyLike(velocity);
  const scaled = emptyLike(velocity);
  multiplyInto(scaled, residual, inverse);
  const direction = emptyLike(velocity);
  addMultiple(direction, scaled, 1);
  const image = emptyLike(velocity);
  let size = dot(residual, scaled);
  const enough = size * enoughShare;
  for (let step = 0; step < mostSteps && size > enough; step++) {
    await pause();
    applyInto(image, direction, at.slopes, stiff);
    const length = size / dot(direction, image);
    addMultiple(found, direction, length);
    addMultiple(residual, image, -length);
    multiplyInto(scaled, residual, inverse);
    const next = dot(residual, scaled);
    turnInto(direction, scaled, next / size);
    size = next;
  }
  return found;
}

/** K on single components, with room for what lies between. */
class StiffnessOperator {
  readonly diagonal: number;
  private readonly size: Vec3;
  private readonly stiffness: Stiffness;
  private readonly between: Float32Array;

  constructor(size: Vec3, stiffness: Stiffness) {
    this.size = size;
    this.stiffness = stiffness;
    this.diagonal = 6 * stiffness.stretching + 42 * stiffness.bending;
    this.between = new Float32Array(size[0] * size[1] * size[2]);
  }

  /** Overwrites `out` with K times `values`: negative Laplacian of (stretching + bending times negative Laplacian) of them. */
  apply(values: Float32Array, out: Float32Array): void {
    const { stretching, bending } = this.stiffness;
    negativeLaplacian(values, this.size, this.between);
    for (let v = 0; v < out.length; v++) {
      this.between[v] = stretching * (values[v] as number) + bending * (this.between[v] as number);
    }
    negativeLaplacian(this.between, this.size, out);
  }
}

/** Six times a value less its six neighbours, of which those beyond the grid are zero. */
function negativeLaplacian(values: Float32Array, [columns, rows, slices]: Vec3, out: Float32Array): void {
  const slice = columns * rows;
  const beyond = new Float32Array(columns);
  for (let k = 0; k < slices; k++) {
    for (let j = 0; j < rows; j++) {
      const start = columns * j + slice * k;
      const [above, atAbove] = j > 0 ? [values, start - columns] : [beyond, 0];
      const [below, atBelow] = j < rows - 1 ? [values, start + columns] : [beyond, 0];
      const [behind, atBehind] = k > 0 ? [values, start - slice] : [beyond, 0];
      const [ahead, atAhead] = k < slices - 1 ? [values, start + slice] : [beyond, 0];
      let [before, here] = [0, values[start] as number];
      for (let i = 0; i < columns; i++) {
        const after = i < columns - 1 ? (values[start + i + 1] as number) : 0;
        const rowsApart = (above[atAbove + i] as number) + (below[atBelow + i] as number);
        const slicesApart = (behind[atBehind + i] as number) + (ahead[atAhead + i] as number);
        out[start + i] = 6 * here - before - after - rowsApart - slicesApart;
        before = here;
        here = after;
      }
    }
  }
}

/** Right side of the equation. */
function downhill({ slopes, residual }: Linearised, velocity: Components, stiff: StiffnessOperator): Components {
  const right = emptyLike(velocity);
  for (const axis of [0, 1, 2] as const) {
    const [slope, out] = [slopes[axis], right[axis]];
    stiff.apply(velocity[axis], out);
    for (let v = 0; v < out.length; v++) out[v] = -(out[v] as number) - (slope[v] as number) * (residual[v] as number);
  }
  return right;
}

function applyInto(out: Components, values: Components, slopes: Components, stiff: StiffnessOperator): void {
  for (const axis of [0, 1, 2] as const) stiff.apply(values[axis], out[axis]);
  const [[a, b, c], [x, y, z], [p, q, r]] = [slopes, values, out];
  for (let v = 0; v < a.length; v++) {
    const [ga, gb, gc] = [a[v] as number, b[v] as number, c[v] as number];
    const along = ga * (x[v] as number) + gb * (y[v] as number) + gc * (z[v] as number);
    p[v] = (p[v] as number) + ga * along;
    q[v] = (q[v] as number) + gb * along;
    r[v] = (r[v] as number) + gc * along;
  }
}

function inverseDiagonal(slopes: Components, ofStiffness: number): Components {
  const inverse = emptyLike(slopes);
  for (const axis of [0, 1, 2] as const) {
    const [slope, out] = [slopes[axis], inverse[axis]];
    for (let v = 0; v < out.length; v++) out[v] = 1 / ((slope[v] as number) ** 2 + ofStiffness);
  }
  return inverse;
}

function emptyLike([some]: Components): Components {
  return [new Float32Array(some.length), new Float32Array(some.length), new Float32Array(some.length)];
}

function multiplyInto(out: Components, values: Components, factors: Components): void {
  for (const axis of [0, 1, 2] as const) {
    const [to, from, factor] = [out[axis], values[axis], factors[axis]];
    for (let v = 0; v < to.length; v++) to[v] = (from[v] as number) * (factor[v] as number);
  }
}

function addMultiple(to: Components, values: Components, factor: number): void {
  for (const axis of [0, 1, 2] as const) {
    const [sum, part] = [to[axis], values[axis]];
    for (let v = 0; v < sum.length; v++) sum[v] = (sum[v] as number) + factor * (part[v] as number);
  }
}

/** The next direction: where it leads downhill now, plus a share of the last one. */
function turnInto(direction: Components, downhillNow: Components, share: number): void {
  for (const axis of [0, 1, 2] as const) {
    const [last, now] = [direction[axis], downhillNow[axis]];
    for (let v = 0; v < last.length; v++) last[v] = (now[v] as number) + share * (last[v] as number);
  }
}

function dot(some: Components, others: Components): number {
  let sum = 0;
  for (const axis of [0, 1, 2] as const) {
    const [a, b] = [some[axis], others[axis]];
    for (let v = 0; v < a.length; v++) sum += (a[v] as number) * (b[v] as number);
  }
  return sum;
}

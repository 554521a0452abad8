import type { Vec3 } from './vector.ts';

/**
 * Affine map of three-dimensional points: the upper three rows of a 4 x 4 matrix, row-major, length 12.
 * The name of every value says its direction, for example `movingToFixed` or `voxelToLps`.
 */
export type Affine = readonly number[];

/** The map that leaves every point where it is. */
export const identityAffine: Affine = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0];

/** Image of one point under an affine map. */
export function applyAffine(map: Affine, point: Vec3): Vec3 {
  const row = (r: number): number =>
    at(map, 4 * r) * point[0] + at(map, 4 * r + 1) * point[1] + at(map, 4 * r + 2) * point[2] + at(map, 4 * r + 3);
  return [row(0), row(1), row(2)];
}

/** Image of one vector, three components, under the linear part of an affine map: directions turn and stretch, nothing shifts. */
export function applyLinear(map: Affine, x: number, y: number, z: number): Vec3 {
  // Written out, because it runs for every voxel.
  return [
    at(map, 0) * x + at(map, 1) * y + at(map, 2) * z,
    at(map, 4) * x + at(map, 5) * y + at(map, 6) * z,
    at(map, 8) * x + at(map, 9) * y + at(map, 10) * z,
  ];
}

/** Composition: `second` after `first`. */
export function composeAffine(second: Affine, first: Affine): Affine {
  const out: number[] = [];
  for (let r = 0; r < 3; r++) {
    for (let c = 0; c < 4; c++) {
      let sum = c === 3 ? at(second, 4 * r + 3) : 0;
      for (let k = 0; k < 3; k++) sum += at(second, 4 * r + k) * at(first, 4 * k + c);
      out.push(sum);
    }
  }
  return out;
}

/**
 * Inverse map.
 *
 * @throws RangeError when the linear part is singular (a programming fault: grids and rigid motions are invertible)
 */
export function invertAffine(map: Affine): Affine {
  const m = (r: number, c: number): number => at(map, 4 * r + c);
  const minor = (r: number, c: number): number => {
    const [r1, r2] = [(r + 1) % 3, (r + 2) % 3];
    const [c1, c2] = [(c + 1) % 3, (c + 2) % 3];
    return m(r1, c1) * m(r2, c2) - m(r1, c2) * m(r2, c1);
  };
  const determinant = m(0, 0) * minor(0, 0) + m(0, 1) * minor(0, 1) + m(0, 2) * minor(0, 2);
  if (!(Math.abs(determinant) > 1e-12)) throw new RangeError('affine map is singular');
  const out: number[] = [];
  for (let r = 0; r < 3; r++) {
    const linear = [0, 1, 2].map((c) => minor(c, r) / determinant);
    const shift = -(at(linear, 0) * m(0, 3) + at(linear, 1) * m(1, 3) + at(linear, 2) * m(2, 3));
    out.push(...linear, shift);
  }
  return out;
}

function at(values: readonly number[], index: number): number {
  const value = values[index];
  if (value === undefined) throw new RangeError(`affine map has no element ${index}`);
  return value;
}

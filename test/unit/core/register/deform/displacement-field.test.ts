import { describe, expect, it } from 'vitest';
import { isotropicGrid } from '../../../../../electron/core/base/grid.ts';
import {
  followed,
  integrateVelocity,
  jacobianDeterminant,
  sampleMoved,
  type VectorField,
} from '../../../../../electron/core/register/deform/displacement-field.ts';
import { volumeOf } from '../../../../fixtures/volumes.ts';

const grid = isotropicGrid([0, 0, 0], [20, 18, 16], 2);
const centre = [9.5, 8.5, 7.5] as const;

/** Vectors of a formula of the place relative to the middle, in voxels. */
function field(vector: (x: number, y: number, z: number) => readonly [number, number, number]): VectorField {
  const part = (axis: 0 | 1 | 2): Float32Array =>
    volumeOf(grid, (i, j, k) => vector(i - centre[0], j - centre[1], k - centre[2])[axis]).data;
  return { grid, along: [part(0), part(1), part(2)] };
}

/** Greatest value of something at least 5 voxels from the edge. */
function greatestInside(valueOf: (v: number) => number): number {
  let greatest = -Infinity;
  volumeOf(grid, (i, j, k) => {
    const isInside = i >= 5 && i < 15 && j >= 5 && j < 13 && k >= 5 && k < 11;
    if (isInside) greatest = Math.max(greatest, valueOf(i + 20 * (j + 18 * k)));
    return 0;
  });
  return greatest;
}

describe('a velocity', () => {
  it('that shrinks everything at 10 % a year leaves exp(-0.3) of every length after a year', () => {
    const displacement = integrateVelocity(
      field((x, y, z) => [-0.1 * x, -0.1 * y, -0.1 * z]),
      1,
    );
    const jacobian = jacobianDeterminant(displacement);
    expect(greatestInside((v) => Math.abs((jacobian[v] ?? NaN) - Math.exp(-0.3)))).toBeLessThan(0.005);
  });

  it('that turns keeps volumes and brings a point round by its angle', () => {
    const displacement = integrateVelocity(
      field((x, y) => [-0.2 * y, 0.2 * x, 0]),
      1,
    );
    const jacobian = jacobianDeterminant(displacement);
    expect(greatestInside((v) => Math.abs((jacobian[v] ?? NaN) - 1))).toBeLessThan(0.01);
    const at = 12 + 20 * (8 + 18 * 7);
    const [x, y] = [2.5, -0.5];
    const [cos, sin] = [Math.cos(0.2), Math.sin(0.2)];
    expect(Math.abs((displacement.along[0][at] ?? NaN) - (cos * x - sin * y - x))).toBeLessThan(0.01);
    expect(Math.abs((displacement.along[1][at] ?? NaN) - (sin * x + cos * y - y))).toBeLessThan(0.01);
  });

  it('goes as far in two years as in one year twice, and back again', () => {
    const velocity = field((x, y, z) => [0.1 * Math.sin(y / 3), 0.1 * Math.cos(z / 3), 0.1 * Math.sin(x / 4)]);
    const year = integrateVelocity(velocity, 1);
    const twice = followed(year, year);
    const two = integrateVelocity(velocity, 2);
    const home = followed(two, integrateVelocity(velocity, -2));
    for (const axis of [0, 1, 2] as const) {
      expect(greatestInside((v) => Math.abs((two.along[axis][v] ?? NaN) - (twice.along[axis][v] ?? NaN)))).toBeLessThan(
        0.005,
      );
      expect(greatestInside((v) => Math.abs(home.along[axis][v] ?? NaN))).toBeLessThan(0.02);
    }
  });

  it('leads nowhere in no time', () => {
    const still = integrateVelocity(
      field((x) => [x, 1, 2]),
      0,
    );
    expect(still.along.every((part) => part.every((value) => Math.abs(value) === 0))).toBe(true);
  });
});

it('a field led by a shift shows what lies there, and its edge where nothing does', () => {
  const values = volumeOf(grid, (i, j, k) => i + 100 * j + 10_000 * k).data;
  const moved = sampleMoved(
    values,
    field(() => [2, -1, 0.5]),
  );
  expect(moved[6 + 20 * (9 + 18 * 4)]).toBeCloseTo(8 + 800 + 45_000, 2);
  expect(moved[19 + 20 * (9 + 18 * 4)]).toBeCloseTo(19 + 800 + 45_000, 2);
});

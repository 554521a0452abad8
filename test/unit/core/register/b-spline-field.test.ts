import { describe, expect, it } from 'vitest';
import { applyAffine } from '../../../../electron/core/base/affine.ts';
import { isotropicGrid, voxelCount, voxelToLps, type Grid } from '../../../../electron/core/base/grid.ts';
import type { Vec3 } from '../../../../electron/core/base/vector.ts';
import { bSplineField, type BSpline } from '../../../../electron/core/register/b-spline-field.ts';

const lattice = isotropicGrid([0, 0, 0], [8, 9, 10], 10);

/** Coefficients that are a function of where a node lies. */
function spline(vectorMm: (place: Vec3) => Vec3): BSpline {
  const nodes = voxelCount(lattice);
  const coefficientsMm = new Float32Array(3 * nodes);
  const toLps = voxelToLps(lattice);
  for (let node = 0; node < nodes; node++) {
    const [i, j, k] = [node % 8, Math.floor(node / 8) % 9, Math.floor(node / 72)];
    vectorMm(applyAffine(toLps, [i, j, k])).forEach((value, axis) => (coefficientsMm[axis * nodes + node] = value));
  }
  return { lattice, coefficientsMm };
}

describe('a B-spline displacement on a grid', () => {
  const grid = isotropicGrid([1, -2, 3], [9, 7, 5], 2);
  const middle = 4 + 9 * (3 + 7 * 2);

  it('is the same everywhere where its nodes are', () => {
    const { along } = bSplineField(
      spline(() => [3, -1, 0.5]),
      grid,
    );
    for (const [axis, millimetres] of [3, -1, 0.5].entries()) {
      for (const value of along[axis] as Float32Array) expect(value).toBeCloseTo(millimetres / 2, 5);
    }
  });

  it('keeps a linear displacement exactly', () => {
    const { along } = bSplineField(
      spline(([x, y, z]) => [0.1 * x, 0.2 * z, -0.1 * y]),
      grid,
    );
    expect([along[0][middle], along[1][middle], along[2][middle]].map((value) => 2 * (value as number))).toEqual([
      expect.closeTo(0.1, 5),
      expect.closeTo(0.6, 5),
      expect.closeTo(0.2, 5),
    ]);
  });

  it('weighs a single node by two thirds of each axis at its place, by a sixth one node on', () => {
    const single = spline(([x, y, z]) => (x === -5 && y === 0 && z === -5 ? [27, 0, 0] : [0, 0, 0]));
    const one: Grid = isotropicGrid([-5, 0, -5], [1, 1, 1], 1);
    expect(bSplineField(single, one).along[0][0]).toBeCloseTo(8, 5);
    expect(bSplineField(single, { ...one, originMm: [5, 0, -5] }).along[0][0]).toBeCloseTo(2, 5);
    expect(bSplineField(single, { ...one, originMm: [15, 0, -5] }).along[0][0]).toBeCloseTo(0, 5);
  });

  it('counts in voxels along the axes of the grid', () => {
    const turned: Grid = {
      size: [1, 1, 1],
      spacingMm: [0.5, 1, 4],
      originMm: [0, 0, 0],
      directions: [
        [0, 0, 1],
        [0, -1, 0],
        [1, 0, 0],
      ],
    };
    const { along } = bSplineField(
      spline(() => [4, 1, 1]),
      turned,
    );
    expect(along.map((part) => part[0])).toEqual([expect.closeTo(2, 5), expect.closeTo(-1, 5), expect.closeTo(1, 5)]);
  });

  it('holds to the far end of its domain, where the last four nodes begin', () => {
    const place = (x: number): Grid => ({ ...grid, size: [1, 1, 1], originMm: [x, 0, 0] });
    expect(
      bSplineField(
        spline(() => [2, 0, 0]),
        place(25),
      ).along[0][0],
    ).toBeCloseTo(1, 5);
    expect(
      bSplineField(
        spline(() => [2, 0, 0]),
        place(25.1),
      ).along[0][0],
    ).toBe(0);
  });

  it('moves nothing where a point has no four nodes along an axis', () => {
    const { along } = bSplineField(
      spline(() => [1, 1, 1]),
      { ...grid, originMm: [-200, 0, 0] },
    );
    expect(Math.max(...along[0])).toBe(0);
  });
});

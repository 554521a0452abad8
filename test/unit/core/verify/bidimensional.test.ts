import { describe, expect, it } from 'vitest';
import { measureLesion } from '../../../../electron/core/verify/bidimensional.ts';
import { convexHull } from '../../../../electron/core/verify/convex-hull.ts';
import { ballMask, maskOf, plainGrid } from '../../../fixtures/volumes.ts';

describe('a convex hull', () => {
  it('keeps the corners and drops what lies inside or on an edge', () => {
    const square = [0, 1, 2].flatMap((x) => [0, 1, 2].map((y) => [x, y] as const));
    expect(convexHull(square)).toEqual([
      [0, 0],
      [2, 0],
      [2, 2],
      [0, 2],
    ]);
  });

  it('is a line or a point where the points are', () => {
    expect(convexHull([])).toEqual([]);
    expect(convexHull([[1, 2]])).toEqual([[1, 2]]);
    expect(convexHull(Array.from({ length: 3 }, () => [1, 2] as const))).toEqual([[1, 2]]);
    expect(convexHull([0, 3, 1].map((x) => [x, x] as const))).toEqual([
      [0, 0],
      [3, 3],
    ]);
  });
});

describe('the size of a lesion', () => {
  it('is nothing without a lesion', () => {
    const size = measureLesion(maskOf(plainGrid([4, 4, 4]), () => false));
    expect(size).toEqual({ longestMm: 0, perpendicularMm: 0, productMm2: 0, volumeMl: 0 });
  });

  it('is one voxel for one voxel', () => {
    const size = measureLesion(maskOf(plainGrid([4, 4, 4], [2, 2, 5]), (i, j, k) => i === 1 && j === 2 && k === 3));
    expect(size).toEqual({ longestMm: 2, perpendicularMm: 2, productMm2: 4, volumeMl: 0.02 });
  });

  // An outline through the middles of the edges is off by at most half a voxel at either end, on average by less.
  it.each([
    [[1, 1, 1], 14],
    [[0.9, 0.9, 5], 14],
    [[2, 2, 2], 21],
    [[1, 2, 3], 17],
  ] as const)('is the diameter of a ball both ways, spacing %j, radius %d mm', (spacing, radius) => {
    const size = spacing.map((step) => Math.ceil((2 * radius + 8) / step)) as [number, number, number];
    const grid = plainGrid(size, spacing);
    const centre = size.map((n) => Math.floor(n / 2)) as [number, number, number];
    const { longestMm, perpendicularMm, volumeMl } = measureLesion(ballMask(grid, centre, radius));
    const step = Math.max(spacing[0], spacing[1]);
    expect(Math.abs(longestMm - 2 * radius)).toBeLessThanOrEqual(step + 1e-9);
    expect(Math.abs(perpendicularMm - 2 * radius)).toBeLessThanOrEqual(step + 1e-9);
    expect(volumeMl / (((4 / 3) * Math.PI * radius ** 3) / 1000)).toBeCloseTo(1, 1);
  });

  it.each([0, 20, 45, 77])('is the two axes of an ellipse turned by %d degrees', (degrees) => {
    const grid = plainGrid([80, 80, 3], [0.75, 0.75, 4]);
    const [c, s] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
    const mask = maskOf(grid, (i, j, k) => {
      const [x, y] = [(i - 40) * 0.75, (j - 40) * 0.75];
      return k === 1 && ((c * x + s * y) / 24) ** 2 + ((c * y - s * x) / 11) ** 2 <= 1;
    });
    const { longestMm, perpendicularMm, productMm2 } = measureLesion(mask);
    expect(Math.abs(longestMm - 48)).toBeLessThanOrEqual(0.75 + 1e-9);
    expect(Math.abs(perpendicularMm - 22)).toBeLessThanOrEqual(0.75 + 1e-9);
    expect(productMm2).toBeCloseTo(longestMm * perpendicularMm, 9);
  });

  it('counts the largest part alone, but the volume of all', () => {
    const grid = plainGrid([40, 20, 4]);
    const mask = maskOf(grid, (i, j, k) => k > 0 && j > 3 && j < 9 && ((i > 2 && i < 13) || i === 38));
    const alone = maskOf(grid, (i, j, k) => k > 0 && j > 3 && j < 9 && i > 2 && i < 13);
    expect(measureLesion(mask).longestMm).toBe(measureLesion(alone).longestMm);
    expect(measureLesion(mask).volumeMl).toBeCloseTo(measureLesion(alone).volumeMl + 0.015, 9);
  });

  it('is taken in the slice with the longest diameter, not across slices', () => {
    const grid = plainGrid([40, 20, 12], [1, 1, 6]);
    const rod = maskOf(
      grid,
      (i, j, k) => (i - 20) ** 2 + (j - 10) ** 2 <= 16 || (k === 5 && j === 10 && i > 9 && i < 31),
    );
    expect(measureLesion(rod).longestMm).toBe(21);
    expect(measureLesion(rod).perpendicularMm).toBe(9);
  });

  it('is taken in the axial plane of a stack that was acquired in another', () => {
    const axial = plainGrid([30, 24, 10], [1, 1.5, 4]);
    const inside = (x: number, y: number, z: number): boolean =>
      ((x - 14) / 9) ** 2 + ((y - 16.5) / 13) ** 2 + ((z - 20) / 16) ** 2 <= 1;
    const mask = maskOf(axial, (i, j, k) => inside(i, 1.5 * j, 4 * k));
    const sagittal = {
      ...plainGrid([24, 10, 30], [1.5, 4, 1]),
      directions: [
        [0, 1, 0],
        [0, 0, 1],
        [1, 0, 0],
      ],
    } as const;
    const same = maskOf(sagittal, (i, j, k) => inside(k, 1.5 * i, 4 * j));
    const [a, b] = [measureLesion(mask), measureLesion(same)];
    expect(b.longestMm).toBeCloseTo(a.longestMm, 9);
    expect(b.perpendicularMm).toBeCloseTo(a.perpendicularMm, 9);
    expect(b.volumeMl).toBeCloseTo(a.volumeMl, 9);
  });
});

import { describe, expect, it } from 'vitest';
import { randomStream } from '../../../../electron/core/base/random.ts';
import type { Vec3 } from '../../../../electron/core/base/vector.ts';
import { distanceFieldMm, nearestVoxels, noBoundaryMm } from '../../../../electron/core/register/distance-field.ts';
import { squaredDistancesMm2 } from '../../../../electron/core/register/distance-field.ts';
import { maskOf, plainGrid } from '../../../fixtures/volumes.ts';

const spacings: readonly Vec3[] = [
  [1, 1, 1],
  [0.9, 0.9, 6.5],
  [2, 0.5, 3],
];

describe.each(spacings)('Euclidean distance at %f x %f x %f mm', (...spacing) => {
  const size: Vec3 = [9, 8, 6];
  const grid = plainGrid(size, spacing);
  const random = randomStream(7);
  const mask = maskOf(grid, () => random.uniform() < 0.06);
  const members = [...mask.data.keys()].filter((v) => mask.data[v] === 1);

  it('equals the distance to the nearest of all members', () => {
    const { squaredMm2, nearest } = nearestVoxels(mask.data, size, spacing);
    for (let v = 0; v < mask.data.length; v++) {
      const least = Math.min(...members.map((m) => squaredBetween(v, m, size, spacing)));
      expect(squaredMm2[v]).toBeCloseTo(least, 4);
      expect(squaredBetween(v, nearest[v] as number, size, spacing)).toBeCloseTo(least, 4);
    }
  });

  it('is the same with and without the nearest voxel', () => {
    const set = { isMember: mask.data, member: 1, size, spacingMm: spacing } as const;
    expect(squaredDistancesMm2(set)).toEqual(nearestVoxels(mask.data, size, spacing).squaredMm2);
  });
});

describe('the signed distance', () => {
  it('is the distance between centres less half the spacing on a cubic grid', () => {
    const grid = plainGrid([9, 9, 9], [2, 2, 2]);
    const field = distanceFieldMm(maskOf(grid, (i) => i >= 5).data, grid);
    const line = [...field.subarray(0, 9)];
    expect(line).toEqual([9, 7, 5, 3, 1, -1, -3, -5, -7]);
  });

  it('puts the outline half-way between thick slices', () => {
    const grid = plainGrid([3, 3, 4], [1, 1, 6]);
    const field = distanceFieldMm(maskOf(grid, (_i, _j, k) => k >= 2).data, grid);
    expect([0, 1, 2, 3].map((k) => field[k * 9 + 4])).toEqual([9, 3, -3, -9]);
  });

  it('changes its sign with the mask', () => {
    const grid = plainGrid([6, 6, 6], [1, 2, 3]);
    const [mask, rest] = [maskOf(grid, (i, j, k) => i + j > k), maskOf(grid, (i, j, k) => i + j <= k)];
    const [field, opposite] = [distanceFieldMm(mask.data, grid), distanceFieldMm(rest.data, grid)];
    field.forEach((mm, v) => expect(mm).toBeCloseTo(-(opposite[v] as number), 4));
  });

  it('is far away everywhere for an empty mask and deep inside everywhere for a full one', () => {
    const grid = plainGrid([3, 3, 3]);
    expect(distanceFieldMm(maskOf(grid, () => false).data, grid).every((mm) => mm === noBoundaryMm)).toBe(true);
    expect(distanceFieldMm(maskOf(grid, () => true).data, grid).every((mm) => mm === -noBoundaryMm)).toBe(true);
  });
});

function squaredBetween(a: number, b: number, size: Vec3, spacing: Vec3): number {
  const place = (v: number): Vec3 => [
    v % size[0],
    Math.floor(v / size[0]) % size[1],
    Math.floor(v / (size[0] * size[1])),
  ];
  const [p, q] = [place(a), place(b)];
  return p.reduce((sum, value, k) => sum + ((value - (q[k] ?? 0)) * (spacing[k] ?? 1)) ** 2, 0);
}

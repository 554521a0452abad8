import { describe, expect, it } from 'vitest';
import { gridCentreMm } from '../../../../electron/core/base/grid.ts';
import type { Vec3 } from '../../../../electron/core/base/vector.ts';
import { prepareForRegistration, toCubicVoxels } from '../../../../electron/core/register/prepare-for-registration.ts';
import { plainGrid, volumeOf } from '../../../fixtures/volumes.ts';

const cases: readonly [string, Vec3, Vec3][] = [
  ['thick slices', [64, 64, 5], [0.9, 0.9, 6.5]],
  ['fine voxels', [60, 60, 60], [0.5, 0.5, 0.5]],
  ['a long field of view', [40, 40, 200], [2, 2, 2]],
];

describe('preparing a volume for registration', () => {
  it.each(cases)('makes cubic voxels within the limits from %s', (_name, size, spacing) => {
    const { grid } = prepareForRegistration(volumeOf(plainGrid(size, spacing), (i, j, k) => i + j + k));
    const [edge] = grid.spacingMm;
    expect(grid.spacingMm).toEqual([edge, edge, edge]);
    expect(edge).toBeGreaterThanOrEqual(2);
    grid.size.forEach((n) => expect(n).toBeLessThanOrEqual(192));
  });

  it('covers the same box around the same centre', () => {
    const source = plainGrid([64, 60, 20], [0.9, 0.9, 6.5], [5, 6, 7]);
    const { grid } = toCubicVoxels(
      volumeOf(source, () => 1),
      2,
    );
    grid.size.forEach((n, k) =>
      expect(Math.abs(n * 2 - (source.size[k] ?? 0) * (source.spacingMm[k] ?? 0))).toBeLessThan(2),
    );
    gridCentreMm(grid).forEach((value, k) => expect(value).toBeCloseTo(gridCentreMm(source)[k] ?? NaN, 9));
  });
});

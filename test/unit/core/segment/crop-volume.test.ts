import { describe, expect, it } from 'vitest';
import { applyAffine } from '../../../../electron/core/base/affine.ts';
import { voxelToLps } from '../../../../electron/core/base/grid.ts';
import { cropToForeground } from '../../../../electron/core/segment/crop-volume.ts';
import { shrinkToBudget } from '../../../../electron/core/segment/working-volume.ts';
import { plainGrid, volumeOf } from '../../../fixtures/volumes.ts';

const grid = plainGrid([20, 18, 10], [1, 2, 3], [5, 6, 7]);
const bright = volumeOf(grid, (i, j, k) => (i >= 8 && i <= 11 && j === 9 && k >= 4 ? 100 + i : 0));

describe('cropping to what is bright', () => {
  it('keeps the margin in millimetres and every voxel in its place', () => {
    const cropped = cropToForeground(bright, 50, 4);
    expect(cropped.grid.size).toEqual([12, 5, 8]);
    expect(applyAffine(voxelToLps(cropped.grid), [0, 0, 0])).toEqual([9, 20, 13]);
    // voxel (8, 9, 4) of the whole is (4, 2, 2) of the part
    expect(cropped.data[4 + 12 * (2 + 5 * 2)]).toBe(108);
  });

  it('gives the volume back when nothing is bright', () => {
    expect(cropToForeground(bright, 1000, 4)).toBe(bright);
  });
});

describe('shrinking to a budget of voxels', () => {
  it('keeps the box and the thick axis, and stays within the budget', () => {
    const { grid: small } = shrinkToBudget(bright, 1, 700);
    expect(small.size[0] * small.size[1] * small.size[2]).toBeLessThanOrEqual(700);
    small.size.forEach((n, axis) => {
      const whole = (grid.size[axis] ?? 0) * (grid.spacingMm[axis] ?? 0);
      expect(Math.abs(n * (small.spacingMm[axis] ?? 0) - whole)).toBeLessThanOrEqual((small.spacingMm[axis] ?? 0) / 2);
    });
  });

  it('leaves a volume alone that fits', () => {
    expect(shrinkToBudget(bright, 0.5, 1e6)).toEqual(bright);
  });
});

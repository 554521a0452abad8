import { describe, expect, it } from 'vitest';
import { maskVoxels, type Mask } from '../../../../electron/core/base/volume.ts';
import { close, dilate, erode, intersect, open, unite } from '../../../../electron/core/segment/morphology.ts';
import { ballMask, maskOf, plainGrid } from '../../../fixtures/volumes.ts';

const grid = plainGrid([24, 22, 12], [1, 1, 3]);
const blob = unite(ballMask(grid, [9, 10, 5], 6), ballMask(grid, [16, 12, 6], 4));
const isWithin = (a: Mask, b: Mask): boolean => a.data.every((value, v) => value === 0 || b.data[v] === 1);

describe('morphology with a ball in millimetres', () => {
  it('grows a point to a ball that thick slices cut flat', () => {
    const point = maskOf(grid, (i, j, k) => i === 12 && j === 11 && k === 5);
    expect(dilate(point, 2).data).toEqual(ballMask(grid, [12, 11, 5], 2).data);
    expect(dilate(point, 3).data).toEqual(ballMask(grid, [12, 11, 5], 3).data);
  });

  it('erodes a mask as it dilates the background', () => {
    const background = maskOf(grid, (i, j, k) => blob.data[i + 24 * (j + 22 * k)] === 0);
    const grown = dilate(background, 2.5);
    expect(erode(blob, 2.5).data.every((value, v) => value !== grown.data[v])).toBe(true);
  });

  it('opens to a part of the mask and closes to more than the mask, each idempotent', () => {
    const [opened, closed] = [open(blob, 3), close(blob, 3)];
    expect(isWithin(opened, blob)).toBe(true);
    expect(isWithin(blob, closed)).toBe(true);
    expect(open(opened, 3).data).toEqual(opened.data);
    expect(close(closed, 3).data).toEqual(closed.data);
  });

  it('opens threads away and keeps blocks', () => {
    const thread = maskOf(grid, (_i, j, k) => j === 11 && k === 5);
    const both = unite(thread, ballMask(grid, [12, 11, 5], 5));
    expect(
      maskVoxels(
        intersect(
          open(both, 2),
          maskOf(grid, (i) => i < 4 || i > 20),
        ),
      ),
    ).toBe(0);
    expect(maskVoxels(open(both, 2))).toBeGreaterThan(100);
  });

  it('does not shrink a region where the grid ends', () => {
    expect(
      maskVoxels(
        erode(
          maskOf(grid, () => true),
          5,
        ),
      ),
    ).toBe(24 * 22 * 12);
  });
});

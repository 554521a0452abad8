import { describe, expect, it } from 'vitest';
import { identityAffine } from '../../../../electron/core/base/affine.ts';
import { pasteMask } from '../../../../electron/core/base/grid-box.ts';
import { maskVoxels } from '../../../../electron/core/base/volume.ts';
import { resampleField } from '../../../../electron/core/register/resample-field.ts';
import { dropSpecks, inOnePiece } from '../../../../electron/core/segment/clean-region.ts';
import { regionAbove } from '../../../../electron/core/segment/region-above.ts';
import { ballMask, maskOf, plainGrid, volumeOf } from '../../../fixtures/volumes.ts';

const coarse = plainGrid([14, 12, 10], [2, 2, 2]);
const hill = volumeOf(coarse, (i, j, k) => 1 / (1 + Math.hypot(i - 9, j - 5, k - 4) ** 2));
const [c, s] = [Math.cos(0.4), Math.sin(0.4)];

describe('the region where a coarse field is above a value', () => {
  it.each([
    ['finer voxels', plainGrid([40, 36, 30], [0.7, 0.7, 0.7])],
    ['thick slices', plainGrid([30, 26, 4], [1, 1, 6], [-1, -2, 0])],
    [
      'turned axes',
      {
        ...plainGrid([40, 40, 20], [1, 1, 1], [4, -8, 0]),
        directions: [
          [c, s, 0],
          [-s, c, 0],
          [0, 0, 1],
        ] as const,
      },
    ],
  ])('is what sampling everywhere gives, on %s', (_, target) => {
    const region = regionAbove(hill, target, 0.2);
    const everywhere = resampleField(hill, target, identityAffine).map((value) => (value > 0.2 ? 1 : 0));
    expect(region && [...pasteMask(region.mask.data, region.box).data]).toEqual([...everywhere]);
    expect(everywhere.includes(1)).toBe(true);
    expect(region?.mask.data.length).toBeLessThan(everywhere.length / 2);
  });

  it('is none where the field stays below, or lies elsewhere', () => {
    expect(regionAbove(hill, coarse, 2)).toBeNull();
    expect(regionAbove(hill, plainGrid([5, 5, 5], [1, 1, 1], [200, 0, 0]), 0.2)).toBeNull();
  });
});

describe('cleaning a region', () => {
  const grid = plainGrid([20, 20, 20], [2, 2, 2]);

  it('drops parts below a volume and keeps the others', () => {
    const mask = maskOf(
      grid,
      (i, j, k) => (i < 2 && j < 2 && k < 2) || (i > 10 && j > 10 && k > 10) || (i === 6 && j === 6),
    );
    expect(maskVoxels(dropSpecks(mask, 0.1))).toBe(9 ** 3 + 20);
    expect(maskVoxels(dropSpecks(mask, 0.05))).toBe(9 ** 3 + 20 + 8);
    expect(maskVoxels(dropSpecks(mask, 100))).toBe(0);
  });

  it('makes one piece without holes of a probability and leaves its edge alone', () => {
    const ball = ballMask(grid, [9, 9, 9], 12);
    const hole = ballMask(grid, [9, 9, 9], 4);
    const data = Float32Array.from(ball.data, (value, v) => (value && !hole.data[v] ? 0.9 : 0.3));
    data[0] = 0.8;
    const cleaned = inOnePiece({ grid, data }, 0.5).data;
    expect(cleaned.every((value, v) => value > 0.5 === (ball.data[v] === 1))).toBe(true);
    expect(cleaned[0]).toBe(0);
    expect(cleaned[1]).toBeCloseTo(0.3, 6);
  });
});

import { describe, expect, it } from 'vitest';
import {
  labelShares,
  percentPerYear,
  structureVolumesMl,
} from '../../../../electron/core/simulate/structure-volumes.ts';
import { plainGrid, volumeOf } from '../../../fixtures/volumes.ts';

const grid = plainGrid([4, 3, 2], [2, 2, 2]);
const voxels = 24;

describe('shares of labels', () => {
  it('add up to one in every voxel, whatever the size of the logits', () => {
    const logits = Float32Array.from({ length: 3 * voxels }, (_, n) => (n % 7) * 100 - 300);
    const { maps } = labelShares(logits, ['a', 'b', 'c'], grid);
    for (let v = 0; v < voxels; v++) {
      const shares = maps.map((map) => map[v] as number);
      expect(shares.every((share) => share >= 0 && share <= 1)).toBe(true);
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 6);
    }
  });

  it('are those of a softmax', () => {
    const logits = new Float32Array(2 * voxels).fill(Math.log(3), voxels);
    const { maps } = labelShares(logits, ['a', 'b'], grid);
    expect([maps[0]?.[5], maps[1]?.[5]]).toEqual([expect.closeTo(0.25, 6), expect.closeTo(0.75, 6)]);
  });
});

describe('volumes of structures', () => {
  const half = volumeOf(grid, (i) => (i < 2 ? 1 : 0)).data;
  const shares = { grid, labels: ['left', 'rest'], maps: [half, half.map((value) => 1 - value)] };

  it('count shares of voxels in millilitres', () => {
    expect(structureVolumesMl(shares)).toEqual({ left: expect.closeTo(0.096, 9), rest: expect.closeTo(0.096, 9) });
  });

  it('follow the Jacobian of a displacement', () => {
    const jacobian = half.map((inside) => (inside ? 0.9 : 1.1));
    const after = structureVolumesMl(shares, jacobian);
    expect(after['left']).toBeCloseTo(0.9 * 0.096, 6);
    expect(after['rest']).toBeCloseTo(1.1 * 0.096, 6);
  });
});

it('a change per year is the mean of the years, in percent of the first volume', () => {
  expect(percentPerYear(4, 4 * (1 - 3 * 0.03), 3)).toBeCloseTo(-3, 9);
  expect(percentPerYear(20, 30, 1)).toBeCloseTo(50, 9);
});

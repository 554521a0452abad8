import { describe, expect, it } from 'vitest';
import type { Mask } from '../../../../electron/core/base/volume.ts';
import { dice } from '../../../../electron/core/verify/dice.ts';
import {
  changedVoxels,
  growthRegionDice,
  skillOverPersistence,
} from '../../../../electron/core/verify/growth-region.ts';
import { jaccard } from '../../../../electron/core/verify/jaccard.ts';
import { nmse } from '../../../../electron/core/verify/nmse.ts';
import { percentile } from '../../../../electron/core/base/percentile.ts';
import { psnrDb } from '../../../../electron/core/verify/psnr.ts';
import { ssim } from '../../../../electron/core/verify/ssim.ts';
import { assdMm, hd95Mm } from '../../../../electron/core/verify/surface-distance.ts';
import { volumeErrorPercent } from '../../../../electron/core/verify/volume-error.ts';
import { ballMask, maskOf, plainGrid, volumeOf } from '../../../fixtures/volumes.ts';

const grid = plainGrid([32, 28, 14], [1, 1, 2.5]);
const a = ballMask(grid, [15, 14, 7], 8);
const b = ballMask(grid, [17, 13, 7], 10);
const empty = maskOf(grid, () => false);
const image = volumeOf(grid, (i, j, k) => 100 + 20 * Math.sin(i / 2) + 15 * Math.cos(j / 3 + k));

describe('overlap', () => {
  it('is 1 with itself, 0 apart, and the same both ways', () => {
    for (const score of [dice, jaccard]) {
      expect(score(a, a)).toBe(1);
      expect(score(a, ballMask(grid, [2, 2, 2], 1))).toBe(0);
      expect(score(a, b)).toBe(score(b, a));
    }
  });

  it('is 1 when both are empty and 0 when one is', () => {
    for (const score of [dice, jaccard]) {
      expect(score(empty, empty)).toBe(1);
      expect([score(a, empty), score(empty, a)]).toEqual([0, 0]);
    }
  });

  it('keeps Jaccard = Dice / (2 - Dice)', () => {
    const d = dice(a, b);
    expect(jaccard(a, b)).toBeCloseTo(d / (2 - d), 12);
  });

  it('refuses masks on different grids', () => {
    const elsewhere = { grid: plainGrid(grid.size, [1, 1, 3]), data: a.data };
    expect(() => dice(a, elsewhere)).toThrow(RangeError);
  });
});

describe('the growth region', () => {
  it('is never found by "no change" and always by the truth', () => {
    expect(growthRegionDice(a, b, a)).toBe(0);
    expect(growthRegionDice(b, b, a)).toBe(1);
  });

  it('counts shrinkage as well as growth', () => {
    expect([...changedVoxels(a, b).data]).toEqual([...changedVoxels(b, a).data]);
  });

  it('gives skill 0 to "no change", 1 to the truth, and a negative one to what is worse', () => {
    expect(skillOverPersistence(0.6, 0.6)).toBe(0);
    expect(skillOverPersistence(1, 0.6)).toBe(1);
    expect(skillOverPersistence(0.5, 0.6)).toBeLessThan(0);
  });
});

describe('surface distance', () => {
  it('is 0 for equal masks and the same both ways', () => {
    expect([hd95Mm(a, a), assdMm(a, a)]).toEqual([0, 0]);
    expect(hd95Mm(a, b)).toBe(hd95Mm(b, a));
    expect(assdMm(a, b)).toBeCloseTo(assdMm(b, a), 12);
  });

  it('measures a shift in millimetres, on every axis with its own spacing', () => {
    const cube = (di: number, dj: number, dk: number): Mask =>
      maskOf(grid, (i, j, k) => i - di >= 8 && i - di < 16 && j - dj >= 8 && j - dj < 16 && k - dk >= 4 && k - dk < 9);
    expect(hd95Mm(cube(0, 0, 0), cube(3, 0, 0))).toBeCloseTo(3, 6);
    expect(hd95Mm(cube(0, 0, 0), cube(0, 0, 2))).toBeCloseTo(5, 6);
  });

  it('is undefined when either mask is empty', () => {
    expect([hd95Mm(a, empty), hd95Mm(empty, a), assdMm(empty, empty)]).toEqual([NaN, NaN, NaN]);
  });
});

describe('volume error', () => {
  it('has a sign, is 0 for two empty masks and undefined against nothing', () => {
    expect(volumeErrorPercent(a, a)).toBe(0);
    expect(volumeErrorPercent(b, a)).toBeGreaterThan(0);
    expect(volumeErrorPercent(empty, a)).toBe(-100);
    expect(volumeErrorPercent(empty, empty)).toBe(0);
    expect(volumeErrorPercent(a, empty)).toBeNaN();
  });
});

describe('image scores', () => {
  const noisy = volumeOf(
    grid,
    (i, j, k) => 100 + 20 * Math.sin(i / 2) + 15 * Math.cos(j / 3 + k) + 8 * Math.sin(5 * i + 3 * j),
  );

  it('are perfect for equal images and fall with noise', () => {
    expect(ssim(image, image, 100, a)).toBeCloseTo(1, 12);
    expect([psnrDb(image, image, 100, a), nmse(image, image, a)]).toEqual([Infinity, 0]);
    expect(ssim(noisy, image, 100, a)).toBeLessThan(0.95);
    expect(nmse(noisy, image, a)).toBeGreaterThan(0);
  });

  it('look at the mask only: what lies farther than the window does not count', () => {
    const small = ballMask(grid, [6, 6, 7], 2);
    const changedFarAway = volumeOf(grid, (i, j, k) =>
      i > 20 ? 0 : 100 + 20 * Math.sin(i / 2) + 15 * Math.cos(j / 3 + k),
    );
    expect(ssim(changedFarAway, image, 100, small)).toBeCloseTo(1, 12);
    expect(psnrDb(changedFarAway, image, 100, small)).toBe(Infinity);
  });

  it('gain 6.02 dB when the error is halved', () => {
    const plus = (error: number) => volumeOf(grid, (i, j, k) => (image.data[i + 32 * (j + 28 * k)] as number) + error);
    expect(psnrDb(plus(2), image, 100, a) - psnrDb(plus(4), image, 100, a)).toBeCloseTo(20 * Math.log10(2), 3);
  });

  it('are undefined for an empty mask', () => {
    expect([ssim(image, image, 100, empty), psnrDb(image, image, 100, empty)]).toEqual([NaN, NaN]);
  });
});

describe('percentile', () => {
  it('interpolates between ranks and ignores the order', () => {
    expect(percentile([3, 1, 2, 4], 50)).toBe(2.5);
    expect([percentile([5], 95), percentile([1, 2], 0), percentile([1, 2], 100)]).toEqual([5, 1, 2]);
    expect(percentile([], 50)).toBeNaN();
  });
});

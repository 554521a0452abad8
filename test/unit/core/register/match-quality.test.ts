import { describe, expect, it } from 'vitest';
import { matchQuality, poorMatchBelow } from '../../../../electron/core/register/match-quality.ts';
import { resampleVolume } from '../../../../electron/core/register/resample-volume.ts';
import { rigidMotion } from '../../../../electron/core/register/rigid-motion.ts';
import { flairLook, headPhantom, phantomGrid, phantomMask } from '../../../fixtures/head-phantom.ts';

const grid = phantomGrid([3, 3, 4]);
const t1c = headPhantom(grid);
const flair = headPhantom(grid, flairLook);
const brain = phantomMask(grid, 'brain');

describe('the quality of a match', () => {
  it('is one for an image and itself, and the whole region is covered', () => {
    const { quality, overlapFraction } = matchQuality(t1c, t1c, brain);
    expect(quality).toBeCloseTo(1, 6);
    expect(overlapFraction).toBe(1);
  });

  it('does not depend on brightness and contrast', () => {
    const inverted = { grid, data: t1c.data.map((value) => 5000 - 2 * value) };
    expect(matchQuality(t1c, inverted, brain).quality).toBeCloseTo(1, 5);
  });

  it('is good for another contrast of the same head and falls when it is turned', () => {
    const turned = resampleVolume(flair, grid, rigidMotion([0.2, 0, 0.1], [0, 0, 0], [0, 6, 0]), NaN);
    const [right, wrong] = [matchQuality(t1c, flair, brain).quality, matchQuality(t1c, turned, brain).quality];
    expect(right).toBeGreaterThan(poorMatchBelow);
    expect(wrong).toBeLessThan(right - 0.2);
  });

  it('is nothing where nothing was acquired', () => {
    const nowhere = { grid, data: t1c.data.map(() => NaN) };
    expect(matchQuality(t1c, nowhere, brain)).toEqual({ quality: 0, overlapFraction: 0 });
  });

  it('tells which part of the region was acquired', () => {
    const half = { grid, data: t1c.data.map((value, v) => (v < t1c.data.length / 2 ? NaN : value)) };
    expect(matchQuality(t1c, half, brain).overlapFraction).toBeCloseTo(0.5, 1);
    expect(matchQuality(t1c, half, brain).quality).toBeGreaterThan(0.95);
  });
});

import { describe, expect, it } from 'vitest';
import { intensityRange, matchIntensity } from '../../../../electron/core/verify/match-intensity.ts';
import { scoreImage, scoreMethod, type MethodToScore } from '../../../../electron/core/verify/score-method.ts';
import { ballMask, maskOf, plainGrid, volumeOf } from '../../../fixtures/volumes.ts';

const grid = plainGrid([30, 30, 12], [1, 1, 3]);
const [baseline, predicted, actual] = [5, 8, 7].map((radius) => ballMask(grid, [15, 15, 6], radius)) as [
  ReturnType<typeof ballMask>,
  ReturnType<typeof ballMask>,
  ReturnType<typeof ballMask>,
];
const brain = ballMask(grid, [15, 15, 6], 13);
const scan = volumeOf(grid, (i, j, k) => 200 + 30 * Math.sin(i) + 20 * Math.cos(j + k));

const method: MethodToScore = {
  id: 'glioma-course',
  core: { predicted, actual, baseline },
  oedema: null,
  image: scoreImage({
    predicted: scan,
    actual: volumeOf(grid, (i, j) => 200 + 30 * Math.sin(i) + 20 * Math.cos(j)),
    brain,
    range: 100,
  }),
};

describe('the scores of one method', () => {
  it('are all there when there is a follow-up', () => {
    const scores = scoreMethod(method);
    expect(Object.values(scores.core).every((value) => typeof value === 'number')).toBe(true);
    expect(scores.image.ssim).toBeGreaterThan(0);
    expect(scores.coreVolumeMl).toBeCloseTo((predicted.data.reduce((sum, v) => sum + v, 0) * 3) / 1000, 9);
    expect('oedema' in scores).toBe(false);
  });

  it('are null without a follow-up, except for the volume', () => {
    const image = scoreImage({ predicted: scan, actual: null, brain, range: 100 });
    const scores = scoreMethod({ ...method, core: { ...method.core, actual: null }, image, oedema: method.core });
    expect(scores.core).toEqual({ dice: null, growthRegionDice: null, volumeErrorPercent: null, hd95Mm: null });
    expect(scores.image).toEqual({ ssim: null, psnrDb: null });
    expect(scores.oedema?.dice).toBeGreaterThan(0);
    expect(scores.coreVolumeMl).toBeGreaterThan(0);
  });

  it('are null where a score is not defined, never NaN or Infinity', () => {
    const gone = maskOf(grid, () => false);
    const scores = scoreMethod({
      ...method,
      core: { predicted, actual: gone, baseline },
      image: scoreImage({ predicted: scan, actual: scan, brain, range: 100 }),
    });
    expect(scores.core).toEqual({
      dice: 0,
      growthRegionDice: expect.any(Number),
      volumeErrorPercent: null,
      hd95Mm: null,
    });
    expect(scores.image.psnrDb).toBeNull();
    expect(scores.image.ssim).toBeCloseTo(1, 12);
  });
});

describe('matching intensities', () => {
  const otherDay = { grid, data: scan.data.map((value) => 0.4 * value - 17) };

  it('undoes a change of scale and offset', () => {
    const { volume, map } = matchIntensity(otherDay, scan, brain);
    // float32 voxels of size 250 carry about 1e-5 of rounding.
    expect(Math.max(...volume.data.map((value, v) => Math.abs(value - (scan.data[v] as number))))).toBeLessThan(1e-3);
    expect(map.slope).toBeCloseTo(2.5, 4);
  });

  it('leaves an image alone that has no contrast to measure', () => {
    const flat = volumeOf(grid, () => 3);
    expect(matchIntensity(flat, scan, brain)).toEqual({ volume: flat, map: { slope: 1, offset: 0 } });
  });

  it('takes the range between the 0.5th and the 99.5th percentile', () => {
    const ramp = volumeOf(plainGrid([1001, 1, 1]), (i) => i);
    const whole = maskOf(ramp.grid, () => true);
    expect(intensityRange(ramp, whole)).toBeCloseTo(990, 6);
  });
});

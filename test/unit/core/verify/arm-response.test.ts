import { describe, expect, it } from 'vitest';
import { boxAroundMasks, cropData } from '../../../../electron/core/base/grid-box.ts';
import { packMask } from '../../../../electron/core/base/packed-mask.ts';
import type { Mask } from '../../../../electron/core/base/volume.ts';
import { judgeArm, judgeVisits, measureHistory } from '../../../../electron/core/verify/arm-response.ts';
import { ballMask, maskOf, plainGrid } from '../../../fixtures/volumes.ts';

const grid = plainGrid([64, 64, 24], [1, 1, 2.5]);
const ball = (radiusMm: number): Mask => ballMask(grid, [32, 32, 12], radiusMm);
const gone = maskOf(grid, () => false);

function packed(cores: readonly Mask[]) {
  const box = boxAroundMasks(cores, 3);
  if (box === null) throw new Error('no box');
  return { box, cores: cores.map(({ data }) => packMask(cropData(data, box))) };
}

const history = measureHistory(
  [
    { date: '2020-01-01', day: 0, core: ball(8) },
    { date: '2020-03-01', day: 60, core: ball(12) },
  ],
  0,
);

describe('the response of one arm', () => {
  const arm = judgeArm(history, {
    between: [
      { horizonDays: 30, core: ball(8) },
      { horizonDays: 60, core: ball(6) },
    ],
    horizonDays: 90,
    mean: ball(9),
    futures: packed([ball(5), ball(9), ball(14), gone]),
  });

  it('is counted from the last visit when treatment begins there', () => {
    expect(history.reference).toBe(1);
    expect(judgeVisits(history, null).map(({ judgement }) => judgement)).toEqual([null, null]);
  });

  it('has a class for every predicted day, each judged by the days before it', () => {
    expect(arm.horizons.map(({ day }) => day)).toEqual([90, 120, 150]);
    // 8 and 6 mm are less than half the area of 12 mm; 9 mm is more than 25 % above the nadir of 6 mm.
    expect(arm.horizons.map(({ judgement }) => judgement?.rano2)).toEqual(['PR', 'PR', 'PD']);
  });

  it('divides the futures of the last day into classes', () => {
    expect(arm.shares.rano2).toEqual({ CR: 0.25, PR: 0.25, SD: 0, PD: 0.5, 'not-measurable': 0 });
  });

  it('judges a held-out follow-up by the real visits alone', () => {
    const stages = judgeVisits(history, { date: '2020-06-01', day: 152, core: ball(9) });
    expect(stages.at(-1)?.judgement?.rano2).toBe('SD');
    expect(stages.at(-1)?.judgement?.volume.fromNadirPercent).toBeLessThan(0);
  });
});

describe('a treatment that began before the last visit', () => {
  it('is counted from the visit before it began', () => {
    const earlier = measureHistory(history.cores, -10);
    expect(earlier.reference).toBe(0);
    expect(judgeVisits(earlier, null).map(({ judgement }) => judgement?.rano2 ?? null)).toEqual([null, 'PD']);
  });
});

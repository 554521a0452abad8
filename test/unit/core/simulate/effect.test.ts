import { describe, expect, it } from 'vitest';
import { courseHorizons } from '../../../../electron/core/simulate/course-horizons.ts';
import { treatmentEffect, widenDifference, type ArmFutures } from '../../../../electron/core/simulate/effect.ts';
import { plainGrid, volumeOf } from '../../../fixtures/volumes.ts';

const grid = plainGrid([3, 1, 1]);
const arm = (shares: readonly number[], futuresMl: readonly number[]): ArmFutures => ({
  probability: volumeOf(grid, (i) => shares[i] as number),
  futuresMl,
});

describe('the effect of a treatment', () => {
  const treated = arm([0, 0.5, 1], [4, 6, 5, 8]);
  const untreated = arm([1, 0.75, 1], [10, 11, 12, 9]);

  it('is the difference of the probabilities, voxel by voxel', () => {
    const { difference } = treatmentEffect(treated, untreated, 0);
    expect([...difference.data]).toEqual([-1, -0.25, 0]);
    expect(difference.grid).toBe(treated.probability.grid);
  });

  it('pairs the volumes of the same draw', () => {
    const { volumeDifferenceMl } = treatmentEffect(treated, untreated, 0);
    expect(volumeDifferenceMl.futures).toEqual([-6, -5, -7, -1]);
    expect(volumeDifferenceMl.median).toBe(-5.5);
    // numpy.percentile([-7, -6, -5, -1], [5, 95])
    expect(volumeDifferenceMl.interval90[0]).toBeCloseTo(-6.85, 9);
    expect(volumeDifferenceMl.interval90[1]).toBeCloseTo(-1.6, 9);
  });

  it('changes its sign with the order of the arms', () => {
    const [there, back] = [treatmentEffect(treated, untreated, 0.2), treatmentEffect(untreated, treated, 0.2)];
    expect([...back.difference.data]).toEqual([...there.difference.data].map((value) => 0 - value));
    expect(back.volumeDifferenceMl.median).toBe(-there.volumeDifferenceMl.median);
    expect(back.volumeDifferenceMl.interval90[0]).toBeCloseTo(-there.volumeDifferenceMl.interval90[1], 12);
  });

  it('is nothing between an arm and itself, whatever the calibration', () => {
    const { difference, volumeDifferenceMl } = treatmentEffect(treated, treated, 0.5);
    expect([...difference.data]).toEqual([0, 0, 0]);
    expect(volumeDifferenceMl.interval90).toEqual([0, 0]);
  });

  it('is not defined without the same draws', () => {
    expect(() => treatmentEffect(treated, arm([0, 0, 0], [1, 2]), 0)).toThrow(RangeError);
    expect(() => treatmentEffect(arm([0, 0, 0], []), arm([0, 0, 0], []), 0)).toThrow(RangeError);
  });
});

describe('the widening of a difference', () => {
  const half = Math.log(2);

  it.each([
    [
      [-4, -1],
      [-8, -0.5],
    ],
    [
      [1, 4],
      [0.5, 8],
    ],
    [
      [-3, 5],
      [-6, 10],
    ],
    [
      [0, 0],
      [0, 0],
    ],
  ] as const)('takes %j to %j for a factor of two', (from, to) => {
    const widened = widenDifference(from, half);
    widened.forEach((value, n) => expect(value).toBeCloseTo(to[n] as number, 12));
  });

  it('leaves the interval alone without calibration', () => {
    expect(widenDifference([-3, 5], 0)).toEqual([-3, 5]);
  });
});

describe('the days of a course', () => {
  it.each([
    [90, [30, 60, 90]],
    [100, [33, 67, 100]],
    [42, [14, 28, 42]],
    [40, [40]],
    [41, [27, 41]],
    [14, [14]],
    [365, [122, 243, 365]],
  ])('up to %d', (horizon, days) => {
    expect(courseHorizons(horizon)).toEqual(days);
  });
});

import { describe, expect, it } from 'vitest';
import { centralIntervalMl, holdsVolume, smallestMl } from '../../../../electron/core/base/central-interval.ts';

const futures = Array.from({ length: 21 }, (_, n) => Math.exp(n / 10));
const logarithms = (interval: readonly number[]): number[] => interval.map((ml) => Number(Math.log(ml).toFixed(6)));

describe('the interval of a volume', () => {
  it('runs from the 5 % to the 95 % quantile of the logarithm', () => {
    expect(logarithms(centralIntervalMl(futures, 0.9))).toEqual([0.1, 1.9]);
  });

  it('is widened by the calibration and does not mind the order', () => {
    expect(logarithms(centralIntervalMl([...futures].reverse(), 0.9, 0.2))).toEqual([-0.1, 2.1]);
  });

  it('of futures without a lesion holds a follow-up without one', () => {
    const interval = centralIntervalMl([0, 0, 0.001], 0.9);
    expect(holdsVolume(interval, 0)).toBe(true);
    expect(holdsVolume(interval, smallestMl)).toBe(true);
    expect(holdsVolume(interval, 2 * smallestMl)).toBe(false);
  });

  it.each([
    [[1, 2], 1, true],
    [[1, 2], 2, true],
    [[1, 2], 0.99, false],
    [[1, 2], 2.01, false],
    [[0.5, 2], 0, false],
  ] as const)('%j and %f ml: %s', (interval, ml, inside) => {
    expect(holdsVolume(interval, ml)).toBe(inside);
  });
});

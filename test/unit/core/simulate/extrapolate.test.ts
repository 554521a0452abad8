import { describe, expect, it } from 'vitest';
import {
  equivalentRadiusMm,
  exponentialGrowthMm,
  extrapolateDistanceMm,
  radialRateMmPerDay,
} from '../../../../electron/core/simulate/extrapolate.ts';

const ballMl = (radiusMm: number): number => ((4 / 3) * Math.PI * radiusMm ** 3) / 1000;

describe('linear extrapolation', () => {
  it('knows the radius of a ball from its volume', () => {
    expect(equivalentRadiusMm(ballMl(17))).toBeCloseTo(17, 9);
    expect(equivalentRadiusMm(0)).toBe(0);
  });

  it.each([
    ['grows', 10, 13, 0.05],
    ['shrinks', 13, 10, -0.05],
    ['stays', 10, 10, 0],
    ['grows faster than any tumour does', 10, 40, 0.15],
    ['shrinks faster than any tumour does', 40, 10, -0.1],
  ])('measures the rate of a ball that %s', (_, before, after, rate) => {
    expect(radialRateMmPerDay(ballMl(before), ballMl(after), 60)).toBeCloseTo(rate, 9);
    const narrow = Math.min(0.01, Math.max(-0.02, rate));
    expect(radialRateMmPerDay(ballMl(before), ballMl(after), 60, [-0.02, 0.01])).toBeCloseTo(narrow, 9);
  });

  it('moves the outline inside tissue and keeps out of everything else', () => {
    const distance = Float32Array.of(-3, -1, 1, 3, 5);
    const tissue = Float32Array.of(1, 0, 1, 0, 0.4);
    expect([...extrapolateDistanceMm(distance, 4, tissue)]).toEqual([-7, -5, -3, 1, 1]);
  });

  it('takes nothing away from voxels that are farther out than 1 mm anyway', () => {
    expect([...extrapolateDistanceMm(Float32Array.of(-1, 9), 4, Float32Array.of(0, 0))]).toEqual([-5, 5]);
  });

  it('leaves an empty region empty', () => {
    const empty = new Float32Array(4).fill(10_000);
    expect(extrapolateDistanceMm(empty, 400, new Float32Array(4).fill(1))).toEqual(empty);
  });
});

describe('exponential extrapolation', () => {
  // The volume doubles in 100 days, so it doubles again in the next 100 and grows by the square root of 2 in 50.
  it.each([
    ['doubles', 10, 20, 100, 2],
    ['doubles over half the interval', 10, 20, 50, Math.SQRT2],
    ['halves', 20, 10, 100, 0.5],
    ['stays', 10, 10, 365, 1],
    ['grows faster than any tumour does', 1, 1000, 20, Math.exp(0.05 * 20)],
    ['shrinks faster than any tumour does', 1000, 1e-9, 20, Math.exp(-0.03 * 20)],
    ['would fill the head', 1, 100, 365, 8],
  ])('multiplies a volume that %s', (_, ...[before, after, horizonDays, multiple]) => {
    const growthMm = exponentialGrowthMm(before, after, 100, horizonDays);
    const radiusMm = equivalentRadiusMm(after);
    expect(((radiusMm + growthMm) / radiusMm) ** 3).toBeCloseTo(multiple, 6);
  });
});

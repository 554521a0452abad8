import { describe, expect, it } from 'vitest';
import { measuredRates } from '../../../../electron/core/verify/measured-rates.ts';
import { plainGrid } from '../../../fixtures/volumes.ts';

/** Ten voxels of 100 ml each: all hippocampus but the last, which is ventricle. */
const grid = plainGrid([10, 1, 1], [100, 100, 10]);
const hippocampus = Float32Array.from({ length: 10 }, (_, v) => Number(v < 9));
const shares = {
  grid,
  labels: ['background', 'hippocampus', 'ventricles'],
  maps: [new Float32Array(10), hippocampus, hippocampus.map((share) => 1 - share)],
};

/** Logarithm of the volume ratio, not trusted in the first voxels. */
const change = (ratio: number, untrusted: number): Float32Array =>
  Float32Array.from({ length: 10 }, (_, v) => (v < untrusted ? NaN : Math.log(ratio)));

describe('rates between two dates', () => {
  it('follow the volume from the earlier to the later date, whichever of them is the scan', () => {
    const earlier = measuredRates(shares, change(0.81, 0), 'earlier', 2)['hippocampus'];
    expect(earlier?.trustedShare).toBe(1);
    expect(earlier?.rate?.percentPerYear).toBeCloseTo(-9.5, 4);
    expect(earlier?.rate?.mlPerYear).toBeCloseTo((900 * -0.19) / 2, 3);
    const later = measuredRates(shares, change(0.81, 0), 'later', 2)['hippocampus'];
    expect(later?.rate?.percentPerYear).toBeCloseTo(-9.5, 4);
    expect(later?.rate?.mlPerYear).toBeCloseTo((900 - 900 / 0.81) / 2, 3);
  });

  it.each(['earlier', 'later'] as const)(
    'take what is not trusted for changed like the rest, not for unchanged (scan is %s)',
    (scanIs) => {
      const whole = measuredRates(shares, change(0.9, 0), scanIs, 1)['hippocampus']?.rate;
      const partly = measuredRates(shares, change(0.9, 2), scanIs, 1)['hippocampus'];
      expect(partly?.trustedShare).toBeCloseTo(7 / 9, 6);
      expect(partly?.rate?.percentPerYear).toBeCloseTo(-10, 4);
      expect(partly?.rate?.mlPerYear).toBeCloseTo(whole?.mlPerYear ?? NaN, 3);
    },
  );

  it('are none where less than 70 % of a structure is trusted, or where it is not there', () => {
    const rates = measuredRates(shares, change(0.9, 3), 'earlier', 1);
    expect(rates['hippocampus']?.rate).toBeNull();
    expect(rates['hippocampus']?.trustedShare).toBeCloseTo(6 / 9, 6);
    expect(rates['ventricles']?.rate?.percentPerYear).toBeCloseTo(-10, 4);
    const absent = { ...shares, maps: [hippocampus, new Float32Array(10), hippocampus] };
    expect(measuredRates(absent, change(0.9, 0), 'earlier', 1)['hippocampus']).toEqual({ rate: null, trustedShare: 0 });
  });
});

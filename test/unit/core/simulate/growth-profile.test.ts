import { describe, expect, it } from 'vitest';
import {
  densityOf,
  edgeGapInWidths,
  edgeLogOdds,
  logOdds,
  profileLogOdds,
  visibleDensity,
} from '../../../../electron/core/simulate/growth-profile.ts';

describe('the density profile of a front', () => {
  it('shows exactly the outlines that it was made from', () => {
    for (const coreMm of [-9, -0.3, 0.3, 4]) {
      for (const oedemaMm of [-6, -0.2, 0.2, 7].map((value) => Math.min(value, coreMm))) {
        const value = profileLogOdds(coreMm, oedemaMm, 3);
        expect(value > edgeLogOdds.core).toBe(coreMm < 0);
        expect(value > edgeLogOdds.oedema).toBe(coreMm < 0 || oedemaMm < 0);
      }
    }
  });

  it('falls from the core outwards without a jump', () => {
    let last = Infinity;
    for (let distance = -20; distance < 60; distance += 0.25) {
      const value = profileLogOdds(distance, null, 3);
      expect(value).toBeLessThanOrEqual(last);
      if (last < Infinity) expect(last - value).toBeLessThan(0.1);
      last = value;
    }
  });

  it('puts the two visible edges as far apart as a front of that width does', () => {
    const widthMm = 2.5;
    const gapMm = edgeGapInWidths * widthMm;
    expect(profileLogOdds(gapMm, null, widthMm)).toBeCloseTo(edgeLogOdds.oedema, 6);
  });

  it('turns log-odds into densities and back', () => {
    for (const density of [0.01, visibleDensity.oedema, 0.5, visibleDensity.core, 0.99]) {
      expect(densityOf(logOdds(density))).toBeCloseTo(density, 9);
    }
    expect(densityOf(logOdds(0))).toBe(0);
    expect(Number.isFinite(logOdds(1))).toBe(true);
  });
});

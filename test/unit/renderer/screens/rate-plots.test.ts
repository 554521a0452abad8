import { describe, expect, it } from 'vitest';
import { ratePlots } from '../../../../renderer/screens/verify/atrophy/rate-plots.ts';
import { formatInterval } from '../../../../renderer/screens/verify/format-number.ts';
import { pairedAtrophyReport, sampleAtrophyReport } from '../../../fixtures/sample-atrophy.ts';

describe('the plots of rates', () => {
  it('are one for every structure with published rates, of losses below zero and of growth above', () => {
    const plots = ratePlots(sampleAtrophyReport);
    expect(plots.map(({ structure, unit }) => [structure, unit])).toEqual([
      ['hippocampus', '%/year'],
      ['brain', '%/year'],
      ['ventricles', 'ml/year'],
    ]);
    const [hippocampus, brain, ventricles] = plots;
    expect(hippocampus?.bands[2]).toEqual({ course: 'ad', from: -5.4, to: -3.92, isPublished: true });
    expect(brain?.bands[0]).toMatchObject({ course: 'healthy', from: -0.8, to: -0.2 });
    expect(ventricles?.bands[1]).toMatchObject({ course: 'mci', from: 2, to: 3.5 });
  });

  it('mark every band that is not as it was published', () => {
    const published = ratePlots(sampleAtrophyReport).flatMap(({ structure, bands }) =>
      bands.filter(({ isPublished }) => isPublished).map(({ course }) => [structure, course]),
    );
    expect(published).toEqual([
      ['hippocampus', 'healthy'],
      ['hippocampus', 'ad'],
    ]);
  });

  it('show the predicted rate in the unit of the bands, and the measured one where there are two dates', () => {
    const [hippocampus, , ventricles] = ratePlots(pairedAtrophyReport);
    expect(hippocampus?.predicted?.value).toBeCloseTo(-16.9 / 4, 9);
    expect(hippocampus?.measured).toBe(-3.9);
    expect(ventricles?.predicted?.value).toBeCloseTo((48.2 * 36.9) / 400, 9);
    expect(ventricles?.measured).toBe(3.2);
    expect(ratePlots(sampleAtrophyReport).every(({ measured }) => measured === null)).toBe(true);
  });

  it('have an axis that holds zero, bands, interval and measurement', () => {
    for (const { range, bands, predicted, measured } of ratePlots(pairedAtrophyReport)) {
      const [low, high] = range;
      const inside = [
        0,
        measured ?? 0,
        ...(predicted?.interval90 ?? []),
        ...bands.flatMap(({ from, to }) => [from, to]),
      ];
      for (const value of inside) expect(value >= low && value <= high).toBe(true);
    }
  });

  it('leave the predicted rate out where the years are not known', () => {
    const structures = sampleAtrophyReport.structures.map((one) => ({
      ...one,
      ahead: { ...one.ahead, perYear: null },
    }));
    expect(ratePlots({ ...sampleAtrophyReport, structures }).every(({ predicted }) => predicted === null)).toBe(true);
  });
});

describe('an interval', () => {
  it('has signs at both ends', () => {
    expect(formatInterval([-4.25, 0.31], 1)).toBe('\u22124.3 to +0.3');
  });
});

import { describe, expect, it } from 'vitest';
import type { Arm } from '../../../../electron/core/base/arm.ts';
import type { Inference } from '../../../../electron/core/base/inference.ts';
import { maskVolumeMl } from '../../../../electron/core/base/volume.ts';
import { forecastLesion } from '../../../../electron/core/simulate/forecast.ts';
import type { ForecastOptions } from '../../../../electron/core/simulate/forecast-types.ts';
import { prepareForecast } from '../../../../electron/core/simulate/prepare-forecast.ts';
import { untreated } from '../../../../electron/core/simulate/treatment.ts';
import { comparisonSchema, responseSchema } from '../../../../electron/contract/report-response.ts';
import { compareTreatments } from '../../../../electron/worker/pipeline/compare-treatments.ts';
import type { PreparedForecast } from '../../../../electron/worker/pipeline/prepare-visits.ts';
import { channelOf, neverCancelled, roundPatient, testModel } from '../../../fixtures/forecast-case.ts';

/** The linear extrapolation, 6 mm smaller where there is dose, moved a little by the latent vector. */
const inference: Inference = {
  run: (role, inputs) => {
    if (role === 'encoder') return Promise.resolve({});
    const volume = inputs['volume']?.data ?? new Float32Array();
    const dose = channelOf(volume, 'dose');
    const drawn = 0.02 * (inputs['latent']?.data[0] ?? 0);
    const moved = channelOf(volume, 'coreSdfExtrapolated').map((value, v) => value + drawn + (dose[v] ? 0.3 : 0));
    return Promise.resolve({
      coreSdf: { shape: [1, 1, moved.length], data: moved },
      oedemaSdf: { shape: [1, 1, moved.length], data: channelOf(volume, 'oedemaSdfExtrapolated') },
      imageResidual: { shape: [1, 4, moved.length], data: new Float32Array(4 * moved.length) },
    });
  },
};

const reported: string[] = [];
const options: ForecastOptions = {
  samples: 4,
  seed: 3,
  signal: neverCancelled,
  rivals: [],
  report: (stage) => void reported.push(stage),
};

async function compared(arm: Arm, compareArm: Arm | null, startDays = 0) {
  const input = roundPatient({
    coreMm: 12,
    previous: { coreMm: 10, daysBefore: 60 },
    horizonDays: 90,
    treatment: { ...untreated, arm, startDays },
  });
  const place = await prepareForecast(input, testModel, options);
  const output = await forecastLesion(place, inference, testModel, options);
  const { baseline, previous } = input;
  const prepared = {
    baseline: { visit: baseline },
    previous: { visit: previous },
    earlier: [],
    followUp: { visit: { ...baseline, date: '2021-01-01', day: baseline.day + 90 } },
  } as unknown as PreparedForecast;
  reported.length = 0;
  const outcome = await compareTreatments(
    { place, output, prepared, compareArm },
    { inference, model: testModel },
    options,
  );
  return { outcome, output, input };
}

describe('a forecast without a treatment', () => {
  it('has the class of every visit and of the horizon, and no comparison', async () => {
    const { outcome, output, input } = await compared('none', null);
    expect(outcome.comparison).toBeNull();
    expect(outcome.effect).toBeNull();
    const { response } = outcome;
    expect(responseSchema.parse(response)).toEqual(response);
    expect(response.referenceDate).toBe(input.baseline.date);
    expect(response.visits.map(({ day, rano2 }) => [day, rano2])).toEqual([
      [-60, null],
      [0, null],
      [90, 'SD'],
    ]);
    // 12 mm going on at 2 mm in 60 days: 15 mm, 56 % more area.
    expect(response.horizons.map(({ day, rano2 }) => [day, rano2])).toEqual([[90, 'PD']]);
    expect(response.horizons[0]?.volumeMl).toBe(maskVolumeMl(output.coreMask));
    expect(response.shares.rano2.PD).toBe(1);
    expect(reported).toEqual([]);
  });
});

describe('a forecast beside another treatment', () => {
  it('shows both courses, paired futures and the map between them', async () => {
    const { outcome, output } = await compared('none', 'radiotherapy');
    const { comparison, effect, response } = outcome;
    if (comparison === null || effect === null) throw new Error('nothing was compared');
    expect(comparisonSchema.parse(comparison)).toEqual(comparison);
    const [first, second] = comparison.arms;
    expect([first.arm, second.arm, second.doseGy]).toEqual(['none', 'radiotherapy', 60]);
    expect(first.futuresMl).toEqual(output.futuresMl);
    expect(first.horizons).toEqual(response.horizons);
    for (const arm of comparison.arms) expect(arm.horizons.map(({ day }) => day)).toEqual([30, 60, 90]);
    expect(first.horizons.map(({ rano2 }) => rano2)).toEqual(['SD', 'PD', 'PD']);
    // From 12 mm to 7, 8 and 9 mm: less than half the area, but at last far above the nadir.
    expect(second.horizons.map(({ rano2 }) => rano2)).toEqual(['PR', 'PD', 'PD']);
    const [low, high] = comparison.volumeDifferenceMl.interval90;
    expect(low).toBeGreaterThan(0);
    expect(comparison.volumeDifferenceMl.median).toBeGreaterThan(low);
    expect(comparison.volumeDifferenceMl.median).toBeLessThan(high);
    expect(effect.otherArm).toBe('radiotherapy');
    expect(maskVolumeMl(effect.coreMask)).toBe(second.predictedMl);
    expect(new Set(reported)).toEqual(new Set(['compare']));
  });

  it('is the same the other way round, with the other sign', async () => {
    const there = (await compared('none', 'radiotherapy')).outcome;
    const back = (await compared('radiotherapy', 'none')).outcome;
    expect(back.comparison?.volumeDifferenceMl.median).toBeCloseTo(
      -(there.comparison?.volumeDifferenceMl.median ?? 0),
      9,
    );
    expect(back.comparison?.arms.map(({ arm }) => arm)).toEqual(['radiotherapy', 'none']);
    expect(back.comparison?.arms[1]).toEqual(there.comparison?.arms[0]);
  });

  it('counts from the visit before a treatment that had begun', async () => {
    const { outcome, input } = await compared('radiotherapy', 'none', -20);
    expect(outcome.response.referenceDate).toBe(input.previous?.date);
    expect(outcome.comparison?.arms.map(({ startDays }) => startDays)).toEqual([-20, 0]);
  });
});

import { describe, expect, it } from 'vitest';
import type { Inference } from '../../../../electron/core/base/inference.ts';
import { maskVolumeMl } from '../../../../electron/core/base/volume.ts';
import { forecastOtherArm, meanCourses } from '../../../../electron/core/simulate/compare-arms.ts';
import { treatmentEffect } from '../../../../electron/core/simulate/effect.ts';
import { forecastLesion } from '../../../../electron/core/simulate/forecast.ts';
import type { ForecastOptions } from '../../../../electron/core/simulate/forecast-types.ts';
import { prepareForecast } from '../../../../electron/core/simulate/prepare-forecast.ts';
import { untreated, type Treatment } from '../../../../electron/core/simulate/treatment.ts';
import { channelOf, neverCancelled, roundPatient, sameValues, testModel } from '../../../fixtures/forecast-case.ts';

const options: ForecastOptions = { samples: 4, seed: 3, signal: neverCancelled, rivals: [] };
const irradiated: Treatment = { ...untreated, arm: 'radiotherapy' };
const drug: Treatment = { ...untreated, arm: 'temozolomide' };

/** The linear extrapolation, 4 mm smaller where there is dose, and moved by up to some millimetres by the latent vector. */
const inference: Inference = {
  run: (role, inputs) => {
    if (role === 'encoder') return Promise.resolve({});
    const volume = inputs['volume']?.data ?? new Float32Array();
    const dose = channelOf(volume, 'dose');
    const drawn = 0.06 * (inputs['latent']?.data[0] ?? 0);
    const moved = channelOf(volume, 'coreSdfExtrapolated').map((value, v) => value + drawn + (dose[v] ? 0.2 : 0));
    const shape = [1, 1, moved.length];
    return Promise.resolve({
      coreSdf: { shape, data: moved },
      oedemaSdf: { shape, data: channelOf(volume, 'oedemaSdfExtrapolated') },
      imageResidual: { shape: [1, 4, moved.length], data: new Float32Array(4 * moved.length) },
    });
  },
};
const ready = { inference, model: testModel };
const patient = roundPatient({
  coreMm: 12,
  oedemaMm: 17,
  previous: { coreMm: 10, oedemaMm: 15, daysBefore: 60 },
  horizonDays: 90,
});
const place = await prepareForecast(patient, testModel, options);
const own = await forecastLesion(place, inference, testModel, options);

describe('another treatment of the same patient', () => {
  it('is the same forecast when it does nothing, draw by draw', async () => {
    const other = await forecastOtherArm(place, drug, ready, options);
    expect(other.futuresMl).toEqual(own.futuresMl);
    expect(sameValues(other.probability.data, own.probability.data)).toBe(true);
    expect(sameValues(other.coreMask.data, own.coreMask.data)).toBe(true);
    expect(other.rivals).toEqual([]);
  });

  it('is paired with the same draws, so that its effect is far narrower than the futures', async () => {
    const other = await forecastOtherArm(place, irradiated, ready, options);
    const { difference, volumeDifferenceMl } = treatmentEffect(own, other, 0);
    expect(volumeDifferenceMl.futures.every((ml) => ml > 0)).toBe(true);
    const spread = (values: readonly number[]): number => Math.max(...values) - Math.min(...values);
    expect(spread(volumeDifferenceMl.futures)).toBeLessThan(spread(own.futuresMl));
    // The sum of the map over all voxels is the mean difference of the volumes.
    const sumMl = difference.data.reduce((sum, value) => sum + value, 0) * 0.008;
    const mean = volumeDifferenceMl.futures.reduce((sum, ml) => sum + ml, 0) / options.samples;
    expect(sumMl).toBeCloseTo(mean, 2);
    expect(difference.data.every((value) => value >= 0)).toBe(true);
  });
});

describe('the mean futures on days between', () => {
  it('belong to each treatment and grow towards the horizon', async () => {
    const courses = await meanCourses(place, [untreated, irradiated], ready, { ...options, days: [30, 60] });
    expect(courses.map((course) => course.map(({ horizonDays }) => horizonDays))).toEqual([
      [30, 60],
      [30, 60],
    ]);
    const volumes = courses.map((course) => course.map(({ core }) => maskVolumeMl(core)));
    const [alone = [], treated = []] = volumes;
    expect([...alone, maskVolumeMl(own.coreMask)]).toEqual(
      [...alone, maskVolumeMl(own.coreMask)].sort((a, b) => a - b),
    );
    treated.forEach((ml, n) => expect(ml).toBeLessThan(alone[n] as number));
  });

  it('on the last day is the forecast itself', async () => {
    const [course] = await meanCourses(place, [untreated], ready, { ...options, days: [90] });
    expect(sameValues(course?.[0]?.core.data, own.coreMask.data)).toBe(true);
  });

  it('are none without days', async () => {
    expect(await meanCourses(place, [untreated, drug], ready, { ...options, days: [] })).toEqual([[], []]);
  });
});

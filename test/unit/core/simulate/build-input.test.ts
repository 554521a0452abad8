import { describe, expect, it } from 'vitest';
import type { Arm } from '../../../../electron/core/base/arm.ts';
import { buildInput, type ModelSituation } from '../../../../electron/core/simulate/build-input.ts';
import { testModel } from '../../../fixtures/forecast-case.ts';

const tiny = { ...testModel, grid: { size: [2, 1, 1] as const, spacingMm: [2, 2, 2] as const } };
const image = (...values: number[]) => ({
  normalised: Float32Array.from(values),
  statistics: { mean: 0, deviation: 1 },
});
const outlines = (core: number, oedema: number | null) => ({
  coreMm: Float32Array.of(core, 50),
  oedemaMm: oedema === null ? null : Float32Array.of(oedema, 50),
});

/** One date with T1c, nothing else known. */
const least: ModelSituation = {
  last: { images: { T1c: image(0.1, 0.2) }, ...outlines(-10, null) },
  previous: null,
  earlier: null,
  extrapolated: { coreMm: Float32Array.of(-12, 8), oedemaMm: null },
  fitted: outlines(-14, null),
  tissue: Float32Array.of(1, 0.25),
  treatment: { arm: 'none', startDays: 0, doseGy: null },
  horizonDays: 73,
  intervalDays: 0,
  earlierIntervalDays: 0,
  ageYears: null,
};

/** Everything there is to know. */
const most: ModelSituation = {
  last: {
    images: { T1: image(0.1, 0), T1c: image(0.2, 0), T2: image(0.3, 0), FLAIR: image(0.4, 0) },
    ...outlines(-10, -11),
  },
  previous: { images: { T1: image(0.5, 0), T1c: image(0.6, 0), T2: image(0.7, 0) }, ...outlines(-8, -9) },
  earlier: outlines(-6, -7),
  extrapolated: outlines(-12, -13),
  fitted: outlines(-14, -15),
  tissue: Float32Array.of(1, 0.25),
  treatment: { arm: 'radiotherapy-temozolomide', startDays: -36.5, doseGy: Float32Array.of(60, 30) },
  horizonDays: 73,
  intervalDays: 36.5,
  earlierIntervalDays: 109.5,
  ageYears: 61,
};

const rounded = (values: ArrayLike<number> | undefined): number[] =>
  Array.from(values ?? []).map((value) => +value.toFixed(5) + 0);

function channelsOf(situation: ModelSituation): Record<string, number[]> {
  const data = buildInput(situation, tiny)['volume']?.data ?? new Float32Array();
  return Object.fromEntries(tiny.channels.map((name, n) => [name, rounded(data.subarray(2 * n, 2 * n + 2))]));
}

function conditionsOf(situation: ModelSituation): Record<string, number> {
  const values = rounded(buildInput(situation, tiny)['conditions']?.data);
  return Object.fromEntries(tiny.conditions.map((name, n) => [name, values[n] ?? NaN]));
}

describe('the input of the encoder', () => {
  it('has one channel and one condition for every name in the manifest', () => {
    const { volume, conditions } = buildInput(least, tiny);
    expect(volume?.shape).toEqual([1, 20, 1, 1, 2]);
    expect(conditions?.shape).toEqual([1, 17]);
  });

  it('holds every image and every outline where its name says', () => {
    expect(channelsOf(most)).toEqual({
      t1Last: [0.1, 0],
      t1cLast: [0.2, 0],
      t2Last: [0.3, 0],
      flairLast: [0.4, 0],
      t1Previous: [0.5, 0],
      t1cPrevious: [0.6, 0],
      t2Previous: [0.7, 0],
      flairPrevious: [0, 0],
      coreSdfLast: [-0.5, 1],
      oedemaSdfLast: [-0.55, 1],
      coreSdfPrevious: [-0.4, 1],
      oedemaSdfPrevious: [-0.45, 1],
      coreSdfEarlier: [-0.3, 1],
      oedemaSdfEarlier: [-0.35, 1],
      coreSdfExtrapolated: [-0.6, 1],
      oedemaSdfExtrapolated: [-0.65, 1],
      coreSdfFitted: [-0.7, 1],
      oedemaSdfFitted: [-0.75, 1],
      tissue: [1, 0.25],
      dose: [1, 0.5],
    });
  });

  it('has 0 for missing images and doses and +1 for missing outlines', () => {
    const channels = channelsOf(least);
    for (const name of ['t1Last', 'flairLast', 't1cPrevious', 't2Previous', 'dose']) {
      expect(channels[name]).toEqual([0, 0]);
    }
    for (const name of ['oedemaSdfLast', 'coreSdfPrevious', 'oedemaSdfEarlier', 'oedemaSdfFitted']) {
      expect(channels[name]).toEqual([1, 1]);
    }
    expect(channels['coreSdfExtrapolated']).toEqual([-0.6, 0.4]);
  });

  it('says what it knows in the conditions', () => {
    expect(conditionsOf(least)).toEqual({
      ...Object.fromEntries(tiny.conditions.map((name) => [name, 0])),
      horizonYears: 0.2,
      hasT1c: 1,
    });
    expect(conditionsOf(most)).toEqual({
      horizonYears: 0.2,
      intervalYears: 0.1,
      earlierIntervalYears: 0.3,
      hasPrevious: 1,
      hasEarlier: 1,
      hasT1: 1,
      hasT1c: 1,
      hasT2: 1,
      hasFlair: 1,
      hasOedema: 1,
      age: 0.61,
      hasAge: 1,
      armResection: 0,
      armRadiotherapy: 1,
      armTemozolomide: 1,
      startYears: -0.1,
      treatedYears: 0.2,
    });
  });

  it.each<[Arm, number, number[]]>([
    ['none', 30, [0, 0, 0, 0, 0]],
    ['resection', 0, [1, 0, 0, 0, 0.2]],
    ['radiotherapy', 36.5, [0, 1, 0, 0.1, 0.1]],
    ['temozolomide', 146, [0, 0, 1, 0.4, 0]],
    ['radiotherapy-temozolomide', -73, [0, 1, 1, -0.2, 0.2]],
  ])('tells of the arm %s from day %d on', (arm, startDays, expected) => {
    const told = conditionsOf({ ...least, treatment: { arm, startDays, doseGy: null } });
    const names = ['armResection', 'armRadiotherapy', 'armTemozolomide', 'startYears', 'treatedYears'];
    expect(names.map((name) => told[name])).toEqual(expected);
  });

  it('lays out what another manifest names in another order', () => {
    const model = { ...tiny, channels: ['dose', 'coreSdfLast'], conditions: ['hasAge', 'horizonYears'] };
    const { volume, conditions } = buildInput(most, model);
    expect(rounded(volume?.data)).toEqual([1, 0.5, -0.5, 1]);
    expect(rounded(conditions?.data)).toEqual([1, 0.2]);
  });

  it.each([
    ['channel', { ...tiny, channels: ['dwiLast'] }],
    ['condition', { ...tiny, conditions: ['mood'] }],
  ])('refuses a %s that it does not know', (_, model) => {
    expect(() => buildInput(least, model)).toThrow('model/bad-manifest');
  });
});

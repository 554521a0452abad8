import { describe, expect, it } from 'vitest';
import { buildInput, type ModelSituation } from '../../../../electron/core/simulate/build-input.ts';
import { testModel } from '../../../fixtures/forecast-case.ts';

const tiny = { ...testModel, grid: { size: [2, 1, 1] as const, spacingMm: [2, 2, 2] as const } };
const image = (...values: number[]) => ({
  normalised: Float32Array.from(values),
  statistics: { mean: 0, deviation: 1 },
});

const situation: ModelSituation = {
  last: {
    t1c: image(0.1, 0.2),
    flair: null,
    coreMm: Float32Array.of(-10, 50),
    oedemaMm: null,
  },
  previous: null,
  extrapolated: { coreMm: Float32Array.of(-12, 8), oedemaMm: null },
  tissue: Float32Array.of(1, 0.25),
  horizonDays: 73,
  intervalDays: 0,
};

const channel = (name: string, values: Float32Array): number[] => {
  const at = 2 * testModel.channels.indexOf(name);
  return [...values.subarray(at, at + 2)];
};

describe('the input of the encoder', () => {
  const { volume, conditions } = buildInput(situation, tiny);

  it('has one channel for every name in the manifest', () => {
    expect(volume?.shape).toEqual([1, 11, 1, 1, 2]);
    expect(conditions?.shape).toEqual([1, 6]);
  });

  it.each([
    ['t1cLast', [0.1, 0.2]],
    ['flairLast', [0, 0]],
    ['t1cPrevious', [0, 0]],
    ['coreSdfLast', [-0.5, 1]],
    ['coreSdfExtrapolated', [-0.6, 0.4]],
    ['oedemaSdfLast', [1, 1]],
    ['coreSdfPrevious', [1, 1]],
    ['tissue', [1, 0.25]],
  ])('fills %s', (name, values) => {
    channel(name, volume?.data ?? new Float32Array()).forEach((value, v) =>
      expect(value).toBeCloseTo(values[v] ?? NaN, 6),
    );
  });

  it('says what it knows in the conditions', () => {
    expect([...(conditions?.data ?? [])].map((value) => +value.toFixed(6))).toEqual([0.2, 0, 0, 1, 0, 0]);
  });

  it('tells of an earlier visit and of oedema', () => {
    const both = { ...situation.last, oedemaMm: Float32Array.of(-20, 20), flair: image(1, 1) };
    const input = buildInput({ ...situation, last: both, previous: both, intervalDays: 36.5 }, tiny);
    expect([...(input['conditions']?.data ?? [])].map((value) => +value.toFixed(6))).toEqual([0.2, 0.1, 1, 1, 1, 1]);
    expect(channel('oedemaSdfPrevious', input['volume']?.data ?? new Float32Array())).toEqual([-1, 1]);
  });

  it.each([
    ['channel', { ...tiny, channels: ['dwiLast'] }],
    ['condition', { ...tiny, conditions: ['age'] }],
  ])('refuses a %s that it does not know', (_, model) => {
    expect(() => buildInput(situation, model)).toThrow('model/bad-manifest');
  });
});

import { beforeAll, describe, expect, it } from 'vitest';
import type { NamedTensors } from '../../../../electron/core/base/tensor.ts';
import type { Inference } from '../../../../electron/core/base/inference.ts';
import { voxelCount } from '../../../../electron/core/base/grid.ts';
import { explainForecast } from '../../../../electron/core/simulate/explain-forecast.ts';
import { blocksNearLesion, hideBlock, mapOfBlocks } from '../../../../electron/core/simulate/explain-regions.ts';
import type { ExplainedForecast, HiddenInput } from '../../../../electron/core/simulate/explain-types.ts';
import { prepareForecast, type ForecastWorkplace } from '../../../../electron/core/simulate/prepare-forecast.ts';
import { channelOf, neverCancelled, roundPatient, testModel } from '../../../fixtures/forecast-case.ts';
import { problemOfPromise } from '../../../fixtures/problem-of.ts';

const conditionOf = (inputs: NamedTensors, name: string): number =>
  inputs['conditions']?.data[testModel.conditions.indexOf(name)] ?? NaN;

/** Mean of a channel over the half of the grid at the patient's left. */
const leftMean = (field: Float32Array): number => {
  let [sum, count] = [0, 0];
  field.forEach((value, v) => {
    if (v % 32 < 16) return;
    sum += Math.abs(value);
    count++;
  });
  return sum / count;
};

/**
 * A model whose rules are known: it starts from the linear extrapolation, grows with brightness of T1c at the patient's left,
 * does not look at FLAIR, shrinks with the dose, and with the age.
 */
const ruled: Inference = {
  run: (role, inputs) => {
    if (role === 'encoder') return Promise.resolve({ seen: inputs['conditions'] as NamedTensors[string] });
    const volume = inputs['volume']?.data ?? new Float32Array();
    const t1c = leftMean(channelOf(volume, 't1cLast'));
    const dose = Math.max(...channelOf(volume, 'dose'));
    const moved = -0.3 * t1c + 0.15 * dose + 0.4 * conditionOf(inputs, 'age');
    const treated = 0.1 * conditionOf(inputs, 'armResection');
    const sdf = (name: string): Float32Array => channelOf(volume, name).map((value) => value + moved + treated);
    const shape = [1, 1, 32, 32, 32];
    const data = new Float32Array(4 * 32 ** 3);
    return Promise.resolve({
      coreSdf: { shape, data: sdf('coreSdfExtrapolated') },
      oedemaSdf: { shape, data: sdf('oedemaSdfExtrapolated') },
      imageResidual: { shape: [1, 4, 32, 32, 32], data },
    });
  },
};

const ready = { inference: ruled, model: withConditions() };
function withConditions() {
  const graphs = testModel.graphs.map((graph) =>
    graph.role === 'decoder'
      ? { ...graph, inputs: [...graph.inputs, { name: 'conditions', shape: [1, testModel.conditions.length] }] }
      : graph,
  );
  return { ...testModel, graphs };
}

const patient = {
  ...roundPatient({
    coreMm: 10,
    oedemaMm: 14,
    previous: { coreMm: 8, oedemaMm: 11, daysBefore: 60 },
    earlier: { coreMm: 7, oedemaMm: 9, daysBefore: 120 },
    treatment: { arm: 'radiotherapy', startDays: 20, prescribedGy: 60, plan: null },
  }),
  ageYears: 60,
};

let place: ForecastWorkplace;
let explained: ExplainedForecast;
const progress: number[] = [];
beforeAll(async () => {
  const pauses = { signal: neverCancelled };
  place = await prepareForecast(patient, ready.model, pauses);
  explained = await explainForecast(place, ready, { ...pauses, report: (_, fraction) => progress.push(fraction) });
}, 60_000);

const hidden = (wanted: (input: HiddenInput) => boolean): HiddenInput | undefined =>
  explained.explanation.inputs.find(wanted);

describe('an explanation of a model whose rules are known', () => {
  it('finds the sequence that the model looks at, and none that it does not', () => {
    const t1c = hidden((input) => input.kind === 'sequence' && input.sequence === 'T1c');
    const flair = hidden((input) => input.kind === 'sequence' && input.sequence === 'FLAIR');
    expect(t1c?.changeMl).toBeLessThan(-0.05);
    expect(t1c?.dissimilarity).toBeGreaterThan(0);
    expect(flair).toMatchObject({ changeMl: 0, dissimilarity: 0, changePercent: 0, neverMissing: false });
  });

  it('names every earlier visit by its date; without the previous one the growth is another', () => {
    const dates = explained.explanation.inputs.flatMap((input) => (input.kind === 'visit' ? [input.date] : []));
    expect(dates).toEqual([patient.previous?.date, patient.earlier?.date]);
    expect(hidden((input) => input.kind === 'visit')?.changeMl).not.toBe(0);
  });

  it('finds the hint that the model follows', () => {
    const linear = hidden((input) => input.kind === 'hint' && input.hint === 'linear-extrapolation');
    const fitted = hidden((input) => input.kind === 'hint' && input.hint === 'fisher-kolmogorov');
    expect(linear?.changeMl).toBeLessThan(0);
    expect(fitted?.changeMl).toBe(0);
  });

  it('says what the dose did, and that the model never had to do without it', () => {
    expect(hidden(({ kind }) => kind === 'dose')).toMatchObject({ neverMissing: true });
    expect(hidden(({ kind }) => kind === 'dose')?.changeMl).toBeGreaterThan(0);
  });

  it('tells each number a step lower and higher', () => {
    const { conditions } = explained.explanation;
    expect(conditions.map(({ condition, lower, higher }) => [condition, lower.value, higher.value])).toEqual([
      ['horizonDays', 81, 99],
      ['startDays', 6, 34],
      ['doseGy', 54, 66],
      ['ageYears', 50, 70],
    ]);
    const [horizon, start, dose, age] = conditions;
    expect(horizon?.higher.changeMl).toBeGreaterThan(horizon?.lower.changeMl ?? 0);
    expect([start?.lower.changeMl, start?.higher.changeMl]).toEqual([0, 0]);
    expect(dose?.higher.changeMl).toBeLessThan(0);
    expect(age?.higher.changeMl).toBeLessThan(age?.lower.changeMl ?? 0);
  });

  it('switches to every other treatment', () => {
    const { arms } = explained.explanation;
    expect(arms.map(({ arm }) => arm)).toEqual(['none', 'resection', 'temozolomide', 'radiotherapy-temozolomide']);
    const none = arms.find(({ arm }) => arm === 'none');
    const resection = arms.find(({ arm }) => arm === 'resection');
    expect(none?.changeMl).toBeGreaterThan(0);
    expect(resection?.volumeMl).toBeLessThan(none?.volumeMl ?? 0);
  });

  it('finds the side that the model looks at, block by block and on the map', () => {
    const { blocks, blockMm } = explained.explanation.regions;
    expect(blockMm).toBe(16);
    const [middle] = place.grid.originMm.map((value) => value + 31);
    const side = (left: boolean) => blocks.filter(({ centreMm }) => centreMm[0] > (middle as number) === left);
    const strongest = (list: typeof blocks): number => Math.max(...list.map(({ changeMl }) => Math.abs(changeMl)));
    expect(strongest(side(true))).toBeGreaterThan(0);
    expect(strongest(side(false))).toBeLessThan(strongest(side(true)));
    const { data, grid } = explained.map;
    expect(grid).toBe(patient.baseline.core.grid);
    const least = data.reduce((a, b) => Math.min(a, b), 0);
    expect(least).toBeLessThan(0);
    expect(least).toBeGreaterThanOrEqual(Math.min(...blocks.map(({ changeMl }) => changeMl)) - 1e-6);
    expect(data.some((value, v) => value !== 0 && patient.brain.data[v] === 0)).toBe(false);
  });

  it('is bounded, and says how far it is', () => {
    const { inputs, regions, conditions, arms } = explained.explanation;
    const questions = 1 + inputs.length + regions.blocks.length + 2 * conditions.length + arms.length;
    expect(progress).toHaveLength(questions + 1);
    expect(progress.at(-1)).toBe(1);
    expect([...progress].sort((a, b) => a - b)).toEqual(progress);
    expect(regions.blocks.length).toBeLessThanOrEqual(64);
  });
});

describe('an explanation', () => {
  it('stops at the next question when the caller cancels', async () => {
    let left = 5;
    const signal = {
      ...neverCancelled,
      get aborted() {
        return left <= 0;
      },
    };
    const report = (): void => void left--;
    expect(await problemOfPromise(explainForecast(place, ready, { signal, report }))).toEqual({
      code: 'job/cancelled',
    });
    expect(left).toBe(0);
  });

  it('asks nothing that the patient does not have', async () => {
    const plain = roundPatient({ coreMm: 10, oedemaMm: null, previous: null });
    const alone = await prepareForecast(plain, ready.model, { signal: neverCancelled });
    const { explanation } = await explainForecast(alone, ready, { signal: neverCancelled });
    expect(explanation.inputs.map(({ kind }) => kind)).toEqual(['sequence', 'sequence', 'hint', 'hint']);
    expect(explanation.conditions.map(({ condition }) => condition)).toEqual(['horizonDays']);
  });
});

describe('blocks', () => {
  it('of the whole grid hide all images together, and nothing else', () => {
    const shares = new Float32Array(voxelCount(place.grid));
    const every = [0, 1, 2, 3].flatMap((k) => [0, 1, 2, 3].flatMap((j) => [0, 1, 2, 3].map((i) => [i, j, k] as const)));
    const before = place.last.images.T1c?.normalised ?? new Float32Array();
    for (const block of every) {
      const after = hideBlock(place, block, place.grid);
      const data = after.last.images.T1c?.normalised ?? new Float32Array();
      for (let v = 0; v < shares.length; v++) {
        if (before[v] !== 0) shares[v] = (shares[v] as number) + 1 - (data[v] as number) / (before[v] as number);
      }
      expect(after.last.coreMm).toBe(place.last.coreMm);
      expect(after.tissue).toBe(place.tissue);
    }
    const wrong = shares.filter((share, v) => before[v] !== 0 && Math.abs(share - 1) > 1e-3);
    expect(wrong).toHaveLength(0);
  });

  it('near a small lesion are few', () => {
    const far = place.last.coreMm.map((value) => value + 100);
    far[0] = -1;
    expect(blocksNearLesion({ coreMm: far, oedemaMm: null }, place.grid)).toEqual([[0, 0, 0]]);
  });

  it('become a map that is exact in their middle', () => {
    const inside = { grid: place.grid, data: new Uint8Array(voxelCount(place.grid)).fill(1) };
    const { data } = mapOfBlocks([{ block: [1, 2, 0], value: -3 }], place.grid, inside);
    // A block of 8 voxels has its middle between two of them: half a voxel, 1/16 of a block, away on each axis.
    expect(data.reduce((a, b) => Math.min(a, b), 0)).toBeCloseTo(-3 * (15 / 16) ** 3, 5);
  });
});

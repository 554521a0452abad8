import { describe, expect, it } from 'vitest';
import { gridCentreMm, isotropicGrid } from '../../../../electron/core/base/grid.ts';
import type { Tensor } from '../../../../electron/core/base/tensor.ts';
import { maskVolumeMl, type Mask } from '../../../../electron/core/base/volume.ts';
import { buildInput } from '../../../../electron/core/simulate/build-input.ts';
import { forecastPatient } from '../../../fixtures/forecast-patient.ts';
import { prepareForecast, withHorizon, withTreatment } from '../../../../electron/core/simulate/prepare-forecast.ts';
import type { ForecastInput, ForecastOptions } from '../../../../electron/core/simulate/forecast-types.ts';
import { untreated, type Treatment } from '../../../../electron/core/simulate/treatment.ts';
import {
  ballMask,
  channelOf,
  distanceMm,
  fakeInference,
  neverCancelled,
  roundPatient,
  sameValues,
  testGrid,
  testModel,
  volumeFrom,
} from '../../../fixtures/forecast-case.ts';

const options: ForecastOptions = { samples: 3, seed: 7, signal: neverCancelled };
const noRates = { ...testModel, populationRateMmPerDay: { core: 0, oedema: 0 } };
const ballMl = (radiusMm: number): number => ((4 / 3) * Math.PI * radiusMm ** 3) / 1000;
const equal = (a: Mask, b: Mask): boolean => sameValues(a.data, b.data);

const obliqueGrid = {
  ...isotropicGrid([12, -8, 30], [42, 46, 14], 1.7),
  spacingMm: [1.7, 1.5, 5.5] as const,
  originMm: [-40, -45, -22] as const,
  directions: [
    [0.96, 0.28, 0],
    [-0.28, 0.96, 0],
    [0, 0, 1],
  ] as const,
};

describe.each([
  ['a cubic grid', testGrid],
  ['an oblique grid with thick slices', obliqueGrid],
])('a forecast on %s', (_, grid) => {
  it('says no change when nothing grows and the model corrects nothing', async () => {
    const input = roundPatient({ grid, coreMm: 12, oedemaMm: 20 });
    const output = await forecastPatient(input, fakeInference(), noRates, {
      ...options,
      rivals: ['linear-extrapolation'],
    });
    expect(equal(output.coreMask, input.baseline.core)).toBe(true);
    expect(output.oedemaMask && equal(output.oedemaMask, input.baseline.oedema as Mask)).toBe(true);
    expect(sameValues(output.images.T1c?.data, input.baseline.images.T1c?.data)).toBe(true);
    expect(sameValues(output.images.FLAIR?.data, input.baseline.images.FLAIR?.data)).toBe(true);
    expect(output.rivals[0] && equal(output.rivals[0].core, input.baseline.core)).toBe(true);
    expect(output.futuresMl).toEqual(Array.from({ length: 3 }, () => maskVolumeMl(input.baseline.core)));
  });

  it('equals the real scan exactly outside the predicted region', async () => {
    const input = roundPatient({ grid, coreMm: 10, previous: { coreMm: 8, daysBefore: 60 }, horizonDays: 60 });
    const output = await forecastPatient(input, fakeInference({ residual: 0.5 }), testModel, {
      ...options,
      rivals: [],
    });
    const [last, predicted] = [input.baseline.images.T1c, output.images.T1c];
    const radius = volumeFrom(grid, (p) => distanceMm(p, gridCentreMm(grid))).data;
    let changed = 0;
    radius.forEach((value, v) => {
      // 12 mm predicted radius + 8 mm of fading + one model voxel
      if (value > 22 && predicted?.data[v] !== last?.data[v]) throw new Error(`changed at ${value} mm`);
      if (predicted?.data[v] !== last?.data[v]) changed++;
    });
    expect(changed).toBeGreaterThan(0);
  });

  it('goes on growing a ball at the speed seen between two visits', async () => {
    const input = roundPatient({ grid, coreMm: 10, previous: { coreMm: 7, daysBefore: 60 }, horizonDays: 60 });
    const output = await forecastPatient(input, fakeInference(), testModel, {
      ...options,
      rivals: ['linear-extrapolation'],
    });
    // 3 mm in 60 days, so 13 mm. Distances on a staircase of voxels are off by up to a third of a voxel: 0.67 mm at 2 mm.
    const tolerance = (1 + 0.67 / 13) ** 3 - 1;
    for (const mask of [output.coreMask, output.rivals[0]?.core as Mask]) {
      expect(Math.abs(maskVolumeMl(mask) / ballMl(13) - 1)).toBeLessThan(tolerance);
    }
  });

  it('grows by the same share at full size as on the model grid', async () => {
    const input = roundPatient({ grid, coreMm: 12, oedemaMm: 17, horizonDays: 60 });
    const model = fakeInference();
    const output = await forecastPatient(input, model, testModel, { ...options, rivals: [] });
    const volume = (model.lastInputs['volume'] as Tensor).data;
    const inside = (name: string): number => channelOf(volume, name).filter((value) => value < 0).length;
    const share = maskVolumeMl(output.coreMask) / maskVolumeMl(input.baseline.core);
    expect(share).toBeGreaterThan(1);
    expect(share).toBeCloseTo(inside('coreSdfExtrapolated') / inside('coreSdfLast'), 1);
  });
});

describe('a forecast', () => {
  const grown = roundPatient({ coreMm: 10, oedemaMm: 15, previous: { coreMm: 8, oedemaMm: 13, daysBefore: 60 } });

  it('gives the same futures for the same seed and others for another', async () => {
    const model = fakeInference({ distance: (latent) => 0.1 * (latent[0] ?? 0) });
    const run = (seed: number) =>
      forecastPatient(grown, model, testModel, { ...options, samples: 4, seed, rivals: [] });
    const [first, again, other] = [await run(1), await run(1), await run(2)];
    expect(again.futuresMl).toEqual(first.futuresMl);
    expect(sameValues(again.probability.data, first.probability.data)).toBe(true);
    expect(other.futuresMl).not.toEqual(first.futuresMl);
    expect(new Set(first.futuresMl).size).toBeGreaterThan(1);
  });

  it('encodes once and decodes once per future and once for the mean', async () => {
    const model = fakeInference();
    await forecastPatient(grown, model, testModel, { ...options, samples: 5, rivals: [] });
    expect(model.runs).toEqual({ encoder: 1, decoder: 6 });
  });

  it('counts the futures that cover a voxel as its probability', async () => {
    let draws = 0;
    // the mean and the first future grow, the second shrinks by 4 mm
    const model = fakeInference({ distance: () => (draws++ < 2 ? 0 : 0.2) });
    const output = await forecastPatient(grown, model, noRates, { ...options, samples: 2, rivals: [] });
    const values = new Set(output.probability.data);
    expect([...values].sort()).toEqual([0, 0.5, 1]);
    const expectedMl = output.probability.data.reduce((sum, value) => sum + value, 0) * (2 ** 3 / 1000);
    expect(expectedMl).toBeCloseTo((output.futuresMl[0] as number) / 2 + (output.futuresMl[1] as number) / 2, 3);
  });

  it('keeps the core inside the oedema even when the model does not', async () => {
    const input = roundPatient({ coreMm: 10, oedemaMm: 11, horizonDays: 100 });
    const model = { ...testModel, populationRateMmPerDay: { core: 0.06, oedema: -0.05 } };
    const output = await forecastPatient(input, fakeInference(), model, options);
    for (const { core, oedema } of [{ core: output.coreMask, oedema: output.oedemaMask }, ...output.rivals]) {
      expect(core.data.every((value, v) => value <= (oedema?.data[v] ?? 0))).toBe(true);
    }
  });

  it('predicts no oedema where none was outlined', async () => {
    const output = await forecastPatient(roundPatient({ coreMm: 10 }), fakeInference(), testModel, options);
    expect(output.oedemaMask).toBeNull();
    expect(output.rivals.map(({ id, oedema }) => [id, oedema])).toEqual([
      ['no-change', null],
      ['linear-extrapolation', null],
      ['exponential-extrapolation', null],
      ['fisher-kolmogorov', null],
    ]);
  });

  it('never predicts tumour outside the brain', async () => {
    const grid = testGrid;
    const [x, y, z] = gridCentreMm(grid);
    const input: ForecastInput = { ...grown, brain: ballMask(grid, [x - 6, y, z], 16), horizonDays: 365 };
    const output = await forecastPatient(input, fakeInference(), testModel, options);
    for (const mask of [output.coreMask, ...output.rivals.map(({ core }) => core)]) {
      const outside = mask.data.filter(
        (value, v) => value > (input.brain.data[v] ?? 0) && grown.baseline.oedema?.data[v] === 0,
      );
      expect(outside.length).toBe(0);
    }
  });

  it('warns of a single visit, a missing sequence, a cropped lesion and values out of range', async () => {
    const input = roundPatient({ coreMm: 10, horizonDays: 400 });
    const { T1c } = input.baseline.images;
    const single = { ...input, baseline: { ...input.baseline, images: T1c ? { T1c } : {} } };
    const small = { ...testModel, grid: { size: [8, 8, 8] as const, spacingMm: [2, 2, 2] as const } };
    const inference = {
      run: (role: string) => {
        const of = (channels: number) => ({ shape: [1, channels, 8, 8, 8], data: new Float32Array(channels * 512) });
        const outputs = { coreSdf: of(1), oedemaSdf: of(1), imageResidual: of(4) };
        return Promise.resolve(role === 'encoder' ? {} : outputs);
      },
    };
    const output = await forecastPatient(single, inference, small, { ...options, rivals: [] });
    expect(output.warnings.map(({ code }) => code)).toEqual([
      'simulate/single-visit',
      'simulate/missing-sequence',
      'simulate/missing-sequence',
      'simulate/missing-sequence',
      'simulate/lesion-cropped',
      'simulate/out-of-range',
    ]);
  });

  it('asked about another day and treatment says what it would have said at once', async () => {
    const treatment: Treatment = { ...untreated, arm: 'radiotherapy', prescribedGy: 30 };
    const place = await prepareForecast({ ...grown, horizonDays: 180 }, testModel, options);
    const sooner = withTreatment(await withHorizon(place, 60, testModel, options), treatment);
    const direct = await prepareForecast({ ...grown, horizonDays: 60, treatment }, testModel, options);
    const [told, expected] = [buildInput(sooner, testModel), buildInput(direct, testModel)];
    for (const name of ['volume', 'conditions']) expect(sameValues(told[name]?.data, expected[name]?.data)).toBe(true);
  });

  it('looks where the lesion was when the last visit shows none', async () => {
    const gone = ballMask(testGrid, [0, 0, 0], 0);
    const input = { ...grown, baseline: { ...grown.baseline, core: gone, oedema: gone } };
    const places = [input, grown].map((asked) => prepareForecast(asked, testModel, options));
    const [there, before] = await Promise.all(places);
    expect(there?.grid).toEqual(before?.grid);
    const output = await forecastPatient(input, fakeInference(), testModel, options);
    for (const { core } of [{ core: output.coreMask }, ...output.rivals]) expect(maskVolumeMl(core)).toBe(0);
  });

  it.each([
    ['no T1c and no FLAIR', 'timeline/no-usable-sequence'],
    ['no core at any visit', 'segment/no-lesion'],
    ['a cancelled job', 'job/cancelled'],
  ])('refuses %s', async (what, code) => {
    const { baseline } = grown;
    const input: ForecastInput =
      what === 'no T1c and no FLAIR'
        ? { ...grown, baseline: { ...baseline, images: {} } }
        : what === 'no core at any visit'
          ? { ...grown, previous: null, baseline: { ...baseline, core: ballMask(testGrid, [0, 0, 0], 0) } }
          : grown;
    const signal = { ...neverCancelled, aborted: what === 'a cancelled job' };
    const run = forecastPatient(input, fakeInference(), testModel, { ...options, signal });
    await expect(run).rejects.toMatchObject({ problem: { code } });
  });

  it('times its pieces with the clock that it is given and reports progress up to 1', async () => {
    let now = 0;
    const fractions: number[] = [];
    const report = (_: string, fraction: number): void => void fractions.push(fraction);
    const output = await forecastPatient(grown, fakeInference(), testModel, {
      ...options,
      clockMs: () => (now += 5),
      report,
    });
    expect(output.timingsMs).toEqual({ encode: 5, predict: 5, futures: 5, rivals: 5 });
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect(fractions.at(-1)).toBe(1);
  });
});

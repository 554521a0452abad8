import { describe, expect, it } from 'vitest';
import { applyAffine } from '../../../../electron/core/base/affine.ts';
import { isotropicGrid, voxelToLps } from '../../../../electron/core/base/grid.ts';
import { randomStream } from '../../../../electron/core/base/random.ts';
import { checkRanges } from '../../../../electron/core/simulate/check-range.ts';
import { boxAroundGrid, boxAroundMasks, cropData, pasteData } from '../../../../electron/core/base/grid-box.ts';
import { keepVolumeThresholdMm } from '../../../../electron/core/simulate/keep-volume.ts';
import { centroidMm, fractionOutside, modelGrid } from '../../../../electron/core/simulate/model-grid.ts';
import { measureNormalisation, normaliseImage } from '../../../../electron/core/simulate/normalise.ts';
import { countFuture, probabilityVolume } from '../../../../electron/core/simulate/probability.ts';
import { sampleFraction, sampleImage } from '../../../../electron/core/register/sample-image.ts';
import { drawLatent, openDecoder } from '../../../../electron/core/simulate/sample-futures.ts';
import {
  ballMask,
  fakeInference,
  neverCancelled,
  sameValues,
  testModel,
  volumeFrom,
} from '../../../fixtures/forecast-case.ts';

const grid = { ...isotropicGrid([5, 10, -20], [30, 26, 12], 1), spacingMm: [1, 1.2, 3] as const };

describe('a box of a grid', () => {
  const mask = ballMask(grid, [-2, 12, -15], 4);
  const box = boxAroundMasks([mask], 3);

  it('holds the mask and keeps every voxel where it is in the patient', () => {
    if (box === null) throw new Error('no box');
    expect(cropData(mask.data, box).reduce((a, b) => a + b, 0)).toBe(mask.data.reduce((a, b) => a + b, 0));
    const inBox = applyAffine(voxelToLps(box.grid), [2, 3, 1]);
    const inFull = applyAffine(voxelToLps(grid), [box.low[0] + 2, box.low[1] + 3, box.low[2] + 1]);
    inBox.forEach((value, axis) => expect(value).toBeCloseTo(inFull[axis] as number, 9));
  });

  it('gives back what was cut out', () => {
    if (box === null) throw new Error('no box');
    const image = volumeFrom(grid, ([x, y, z]) => x + 3 * y + 7 * z);
    const copy = Float32Array.from(image.data);
    pasteData(cropData(image.data, box), box, copy);
    expect(sameValues(copy, image.data)).toBe(true);
  });

  it('does not exist for an empty mask or a grid elsewhere', () => {
    expect(boxAroundMasks([ballMask(grid, [500, 0, 0], 3)], 5)).toBeNull();
    expect(boxAroundGrid(grid, isotropicGrid([500, 0, 0], [4, 4, 4], 2))).toBeNull();
  });

  it('is cut at the edge of the grid', () => {
    expect(boxAroundMasks([mask], 1000)?.grid.size).toEqual(grid.size);
  });
});

describe('the model grid', () => {
  it('is centred on the core and along the LPS axes', () => {
    const mask = ballMask(grid, [-2, 12, -15], 4);
    const centre = centroidMm(mask) ?? [0, 0, 0];
    // half a voxel of the source grid
    centre.forEach((value, axis) => expect(Math.abs(value - ([-2, 12, -15][axis] as number))).toBeLessThan(1.5));
    const found = modelGrid(mask, testModel);
    expect(found?.spacingMm).toEqual([2, 2, 2]);
    expect(found && applyAffine(voxelToLps(found), [15.5, 15.5, 15.5])).toEqual(centre);
    expect(modelGrid(ballMask(grid, [500, 0, 0], 1), testModel)).toBeNull();
  });

  it('tells how much of a mask lies outside', () => {
    const everything = { grid, data: new Uint8Array(30 * 26 * 12).fill(1) };
    expect(fractionOutside(everything, grid)).toBe(0);
    const half = { ...grid, size: [15, 26, 12] as const };
    expect(fractionOutside(everything, half)).toBeCloseTo(0.5, 6);
  });
});

describe('an image on the model grid', () => {
  const model = isotropicGrid([5, 5, 5], [8, 8, 8], 2);

  it.each([
    ['finer', isotropicGrid([5, 5, 5], [40, 40, 40], 0.8)],
    ['coarser', isotropicGrid([5, 5, 5], [12, 12, 12], 3)],
  ])('keeps a linear ramp of %s voxels', (_, source) => {
    const ramp = (p: readonly number[]): number => 3 * (p[0] as number) - 2 * (p[1] as number) + (p[2] as number);
    const sampled = sampleImage(volumeFrom(source, ramp), model);
    const expected = volumeFrom(model, ramp).data;
    expect(Math.max(...sampled.map((value, v) => Math.abs(value - (expected[v] as number))))).toBeLessThan(1e-3);
  });

  it('averages the noise of finer voxels', () => {
    const stream = randomStream(3);
    const noise = volumeFrom(isotropicGrid([5, 5, 5], [40, 40, 40], 1), () => stream.normal());
    const { deviation } = measureNormalisation(sampleImage(noise, model), new Uint8Array(512));
    expect(deviation).toBeLessThan(0.5);
  });

  it('gives shares of a mask between 0 and 1 that add up to its volume', () => {
    const fine = isotropicGrid([5, 5, 5], [30, 30, 30], 1);
    const mask = ballMask(fine, [5, 5, 5], 6);
    const shares = sampleFraction(mask, model);
    expect(shares.every((share) => share >= 0 && share <= 1)).toBe(true);
    const volume = shares.reduce((sum, share) => sum + share, 0) * 8;
    expect(volume / mask.data.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 1);
  });
});

describe('normalisation', () => {
  const image = Float32Array.from({ length: 400 }, (_, v) => 100 + (v % 5) * 10);
  const reference = new Uint8Array(400).fill(1, 0, 200);

  it('gives the reference mean 0 and standard deviation 1 / divisor', () => {
    const statistics = measureNormalisation(image, reference);
    expect(statistics.mean).toBeCloseTo(120, 9);
    expect(statistics.deviation).toBeCloseTo(Math.sqrt(200), 9);
    const normalised = normaliseImage(image, statistics, testModel.normalisation);
    expect(normalised[0]).toBeCloseTo(-20 / Math.sqrt(200) / 4, 6);
  });

  it('cuts extreme values and survives a constant image', () => {
    const bright = normaliseImage(Float32Array.of(-1e9, 1e9), { mean: 0, deviation: 1 }, testModel.normalisation);
    expect([...bright]).toEqual([-1, 3]);
    expect(measureNormalisation(new Float32Array(400).fill(7), reference)).toEqual({ mean: 7, deviation: 1 });
  });
});

describe('sampled futures', () => {
  it('draws the same latent vectors from the same seed', () => {
    expect(drawLatent(randomStream(5), testModel)).toEqual(drawLatent(randomStream(5), testModel));
    expect(drawLatent(randomStream(5), testModel)).not.toEqual(drawLatent(randomStream(6), testModel));
  });

  it('are drawn as widely as the calibration says', () => {
    const wide = { ...testModel, calibration: { ...testModel.calibration, latentScale: 1.5 } };
    const [one, wider] = [drawLatent(randomStream(5), testModel), drawLatent(randomStream(5), wide)];
    wider.forEach((value, k) => expect(value).toBeCloseTo(1.5 * (one[k] as number), 6));
  });

  it('refuses a decoder that asks for something nobody gives', async () => {
    const [encoder] = testModel.graphs;
    const decoder = { role: 'decoder', inputs: [{ name: 'feature9', shape: [1] }], outputs: [] };
    const model = { ...testModel, graphs: encoder ? [encoder, decoder] : [decoder] };
    const decode = await openDecoder(fakeInference(), model, {}, neverCancelled);
    await expect(decode(new Float32Array(16))).rejects.toMatchObject({ problem: { code: 'model/graph-mismatch' } });
  });

  it('are counted voxel by voxel', () => {
    const count = new Uint16Array(4);
    countFuture(count, Uint8Array.of(0, 1, 1, 0));
    countFuture(count, Uint8Array.of(0, 0, 1, 0));
    const small = isotropicGrid([0, 0, 0], [4, 1, 1], 1);
    const box = { low: [0, 0, 0] as const, grid: small, full: small };
    expect([...probabilityVolume(count, 2, box).data]).toEqual([0, 0.5, 1, 0]);
  });
});

describe('trained ranges', () => {
  it.each([
    ['inside', [20], []],
    ['at the edge', [14], []],
    ['below', [13], [13]],
    ['farthest out of several', [10, 500, 30], [500]],
    ['of an unmeasured quantity', [], []],
  ])('warn of a value %s', (_, values, reported) => {
    const warnings = checkRanges({ horizonDays: values, unknown: [1e9] }, { horizonDays: [14, 365] });
    expect(warnings.map((warning) => 'value' in warning && warning.value)).toEqual(reported);
  });
});

describe('a volume that is kept', () => {
  const distance = Float32Array.from({ length: 100 }, (_, v) => (v - 49.5) / 20);
  const everywhere = new Uint8Array(100).fill(1);

  it('moves nothing when the size is right', () => {
    expect(keepVolumeThresholdMm(distance, everywhere, 50)).toBe(0);
  });

  it.each([60, 45, 52])('finds the threshold of %i voxels', (wanted) => {
    const threshold = keepVolumeThresholdMm(distance, everywhere, wanted);
    expect(distance.filter((value) => value < threshold).length).toBe(wanted);
  });

  it('goes no farther than 1.5 mm', () => {
    expect(Math.abs(keepVolumeThresholdMm(distance, everywhere, 100))).toBeLessThanOrEqual(1.5);
    expect(Math.abs(keepVolumeThresholdMm(distance, everywhere, 0))).toBeLessThanOrEqual(1.5);
  });
});

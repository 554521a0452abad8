import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Vec3 } from '../../electron/core/base/vector.ts';
import type { Grid } from '../../electron/core/base/grid.ts';
import type { Mask } from '../../electron/core/base/volume.ts';
import { bootstrapMean } from '../../electron/core/verify/bootstrap.ts';
import { calibrationError } from '../../electron/core/verify/calibration-error.ts';
import { centralIntervalMl, smallestMl } from '../../electron/core/base/central-interval.ts';
import { crpsLogVolume } from '../../electron/core/verify/crps.ts';
import { edgeBand } from '../../electron/core/verify/edge-band.ts';
import { energyDistance } from '../../electron/core/verify/energy-distance.ts';
import { holm } from '../../electron/core/verify/holm.ts';
import { logLoss } from '../../electron/core/verify/log-loss.ts';
import { packMask } from '../../electron/core/base/packed-mask.ts';
import { quadraticKappa } from '../../electron/core/verify/quadratic-kappa.ts';
import { wilcoxonP } from '../../electron/core/verify/wilcoxon.ts';
import { wilsonInterval95 } from '../../electron/core/verify/wilson-interval.ts';
import { ballMask, maskOf, plainGrid } from '../fixtures/volumes.ts';

type Ball = [number, number, number, number];

interface Golden {
  readonly futures: readonly {
    readonly name: string;
    readonly grid: { readonly size: Vec3; readonly spacingMm: Vec3 };
    readonly actual: Ball | null;
    readonly brain: Ball;
    readonly futures: readonly (Ball | null)[];
    readonly scores: Readonly<Record<string, number | null>>;
  }[];
  readonly wilcoxon: readonly { readonly differences: readonly number[]; readonly p: number }[];
  readonly holm: readonly { readonly p: Record<string, number>; readonly adjusted: Record<string, number> }[];
  readonly kappa: readonly { ours: number[]; actual: number[]; classes: number; kappa: number | null }[];
  readonly wilson: readonly { hits: number; total: number; interval: [number, number] }[];
  readonly crps: readonly { samplesMl: number[]; actualMl: number; crps: number }[];
  readonly interval: readonly { samplesMl: number[]; share: number; interval: [number, number] }[];
  readonly bootstrap: { values: number[]; mean: number; low: number; high: number };
}

const golden = JSON.parse(readFileSync(new URL('statistics.json', import.meta.url), 'utf8')) as Golden;

const mask = (grid: Grid, ball: Ball | null): Mask =>
  ball === null ? maskOf(grid, () => false) : ballMask(grid, [ball[0], ball[1], ball[2]], ball[3]);

describe('scores of sampled futures are those of their Python twins', () => {
  it.each(golden.futures)('$name', ({ grid: plain, actual: truth, brain, futures: balls, scores }) => {
    const grid = plainGrid(plain.size, plain.spacingMm);
    const actual = mask(grid, truth);
    const futures = balls.map((ball) => mask(grid, ball));
    const data = Float32Array.from(actual.data, (_, v) => {
      return futures.reduce((sum, future) => sum + (future.data[v] as number), 0) / futures.length;
    });
    const probability = { grid, data };
    const band = edgeBand(actual, mask(grid, brain));
    const packed = futures.map((future) => packMask(future.data));
    const ours: Record<string, number> = {
      bandVoxels: band.data.reduce((sum, value) => sum + value, 0),
      calibrationError: calibrationError(probability, actual, band),
      logLoss: logLoss({ probability, futures: futures.length }, actual, band),
      energyDistance: energyDistance(packed, { inside: packMask(actual.data), voxelsBeyond: 0 }),
    };
    for (const [name, expected] of Object.entries(scores)) {
      if (expected === null) expect(ours[name], name).toBeNaN();
      else expect(ours[name], name).toBeCloseTo(expected, 9);
    }
  });
});

describe('statistics over patients are those of NumPy and SciPy', () => {
  it.each(golden.wilcoxon.map((one) => [one.differences.length, one] as const))(
    'Wilcoxon on %i pairs',
    (_, { differences, p }) => {
      expect(wilcoxonP(differences)).toBeCloseTo(p, 12);
    },
  );

  it.each(golden.holm)('Holm $p', ({ p, adjusted }) => {
    const ours = holm(p);
    expect(Object.keys(ours)).toEqual(Object.keys(p));
    for (const [name, expected] of Object.entries(adjusted)) expect(ours[name], name).toBeCloseTo(expected, 12);
  });

  it.each(golden.kappa)('quadratic kappa of $ours', ({ ours, actual, classes, kappa }) => {
    if (kappa === null) expect(quadraticKappa(ours, actual, classes)).toBeNaN();
    else expect(quadraticKappa(ours, actual, classes)).toBeCloseTo(kappa, 12);
  });

  it.each(golden.wilson)('Wilson $hits / $total', ({ hits, total, interval }) => {
    const [low, high] = wilsonInterval95(hits, total);
    expect(low).toBeCloseTo(interval[0], 12);
    expect(high).toBeCloseTo(interval[1], 12);
  });

  it.each(golden.crps)('CRPS of $samplesMl', ({ samplesMl, actualMl, crps }) => {
    expect(crpsLogVolume(samplesMl, actualMl, smallestMl)).toBeCloseTo(crps, 12);
  });

  it.each(golden.interval)('middle $share of $samplesMl', ({ samplesMl, share, interval }) => {
    const [low, high] = centralIntervalMl(samplesMl, share, 0.1);
    expect(low).toBeCloseTo(interval[0], 9);
    expect(high).toBeCloseTo(interval[1], 9);
  });

  it('bootstrap, within what 2,000 resamples of another random stream may differ', () => {
    const { values, mean, low, high } = golden.bootstrap;
    const ours = bootstrapMean([...values, NaN]);
    expect(ours.mean).toBeCloseTo(mean, 12);
    // The standard error of a 2.5 % quantile of 2,000 draws is about 6 % of the draws' deviation.
    const tolerance = (0.2 * (high - low)) / 4;
    expect(Math.abs(ours.ci95[0] - low)).toBeLessThan(tolerance);
    expect(Math.abs(ours.ci95[1] - high)).toBeLessThan(tolerance);
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isotropicGrid } from '../../electron/core/base/grid.ts';
import type { CancelSignal } from '../../electron/core/base/signal.ts';
import type { Mask } from '../../electron/core/base/volume.ts';
import { signedDistanceMm } from '../../electron/core/segment/signed-distance.ts';
import {
  exponentialGrowthMm,
  extrapolateDistanceMm,
  radialRateMmPerDay,
} from '../../electron/core/simulate/extrapolate.ts';
import type { Outlines } from '../../electron/core/simulate/fit-fisher-kolmogorov.ts';
import { fitGrowthModel, growLesion } from '../../electron/core/simulate/growth-model.ts';
import { prescribedDoseGy } from '../../electron/core/simulate/treatment.ts';

/** Radii of core and whole abnormality in voxels. */
type Radii = readonly [number, number | null];

interface Golden {
  readonly size: number;
  readonly spacingMm: number;
  readonly frontSpeedMmPerDay: number;
  readonly growth: readonly (Record<'before' | 'after' | 'interval' | 'horizon', number> &
    Record<'linearMm' | 'exponentialMm', number>)[];
  readonly lesions: readonly {
    readonly name: string;
    readonly last: Radii;
    readonly previous: Radii | null;
    /** Horizon, interval. */
    readonly days: readonly [number, number];
    /** First column that is no tissue. */
    readonly wall: number | null;
    readonly extrapolatedMm: readonly number[];
    readonly grown: { readonly core: number; readonly oedema: number | null; readonly beyond: number };
  }[];
  readonly dose: {
    readonly coreRadius: number;
    readonly brainRadius: number;
    readonly prescribedGy: number;
    readonly alongXGy: readonly number[];
  };
}

const golden = JSON.parse(readFileSync(new URL('rivals.json', import.meta.url), 'utf8')) as Golden;
const { size } = golden;
const grid = isotropicGrid([0, 0, 0], [size, size, size], golden.spacingMm);
const signal: CancelSignal = new AbortController().signal;
/** Voxels along x through the middle. */
const alongX = Array.from({ length: size }, (_, x) => x + size * (15 + size * 15));

function ball(radius: number): Mask {
  const data = new Uint8Array(size ** 3);
  const from = (index: number): number => (index - (size - 1) / 2) ** 2;
  for (let v = 0; v < data.length; v++) {
    const squared = from(v % size) + from(Math.floor(v / size) % size) + from(Math.floor(v / size ** 2));
    data[v] = squared < radius ** 2 ? 1 : 0;
  }
  return { grid, data };
}

function outlines([core, oedema]: Radii): Outlines {
  return {
    coreMm: signedDistanceMm(ball(core)),
    oedemaMm: oedema === null ? null : signedDistanceMm(ball(oedema)),
  };
}

const tissueBefore = (wall: number | null): Float32Array =>
  Float32Array.from({ length: size ** 3 }, (_, v) => (wall !== null && v % size >= wall ? 0 : 1));
const inside = (distanceMm: Float32Array, counts: (voxel: number) => boolean = () => true): number =>
  distanceMm.reduce((count, value, v) => count + (value < 0 && counts(v) ? 1 : 0), 0);

describe('the simple methods agree with their Python twins', () => {
  it.each(golden.growth)('on growth from $before to $after ml in $interval days', (one) => {
    const { before, after, interval, horizon } = one;
    expect(radialRateMmPerDay(before, after, interval) * horizon).toBeCloseTo(one.linearMm, 9);
    expect(exponentialGrowthMm(before, after, interval, horizon)).toBeCloseTo(one.exponentialMm, 9);
  });

  it.each(golden.lesions)('on an extrapolated outline: $name', ({ last, wall, extrapolatedMm }) => {
    const moved = extrapolateDistanceMm(outlines(last).coreMm, 6.5, tissueBefore(wall));
    // float32 on both sides
    alongX.forEach((v, x) => expect(moved[v]).toBeCloseTo(extrapolatedMm[x] ?? NaN, 4));
  });

  it.each(golden.lesions)('on the fitted growth model: $name', async ({ last, previous, days, wall, grown }) => {
    const observed = { last: outlines(last), previous: previous && outlines(previous), intervalDays: days[1] };
    const patient = {
      ...observed,
      grid,
      tissue: tissueBefore(wall),
      populationFrontSpeedMmPerDay: golden.frontSpeedMmPerDay,
    };
    const model = await fitGrowthModel(patient, { signal });
    const { coreMm, oedemaMm } = (await growLesion(model, days[0], { signal })).outlines;
    // The two solvers round each step differently, which a voxel on the very edge may notice.
    const near = (count: number, expected: number): void =>
      expect(Math.abs(count - expected)).toBeLessThanOrEqual(0.01 * expected);
    near(inside(coreMm), grown.core);
    expect(oedemaMm === null).toBe(grown.oedema === null);
    if (oedemaMm !== null) near(inside(oedemaMm), grown.oedema ?? 0);
    near(
      inside(oedemaMm ?? coreMm, (v) => v % size >= 20),
      grown.beyond,
    );
  });

  it('on the dose that a prescription gives', () => {
    const { coreRadius, brainRadius, prescribedGy, alongXGy } = golden.dose;
    const place = { grid, coreMm: signedDistanceMm(ball(coreRadius)), brain: ball(brainRadius).data };
    const dose = prescribedDoseGy(prescribedGy, place);
    alongX.forEach((v, x) => expect(dose[v]).toBeCloseTo(alongXGy[x] ?? NaN, 4));
  });
});

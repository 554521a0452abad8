import { describe, expect, it } from 'vitest';
import { isotropicGrid } from '../../../../electron/core/base/grid.ts';
import type { Vec3 } from '../../../../electron/core/base/vector.ts';
import { growDensity, growthDomain, type GrowthRates } from '../../../../electron/core/simulate/fisher-kolmogorov.ts';
import {
  fitGrowth,
  growPatiently,
  profileDensity,
  type Outlines,
} from '../../../../electron/core/simulate/fit-fisher-kolmogorov.ts';
import { visibleDensity } from '../../../../electron/core/simulate/growth-profile.ts';
import { signedDistanceMm } from '../../../../electron/core/segment/signed-distance.ts';
import { ballMask, neverCancelled } from '../../../fixtures/forecast-case.ts';

const edge = 44;
const size: Vec3 = [edge, edge, edge];
const grid = isotropicGrid([0, 0, 0], size, 2);
const pauses = { signal: neverCancelled };

/** Ball of tissue with a flat wall of fluid on one side. */
const tissue = Float32Array.from({ length: edge ** 3 }, (_, v) => {
  const [x, y, z] = [v % edge, Math.floor(v / edge) % edge, Math.floor(v / edge ** 2)].map((n) => n - edge / 2) as [
    number,
    number,
    number,
  ];
  return x * x + y * y + z * z < 21 ** 2 && x < 9 ? 1 : 0;
});
const domain = growthDomain(tissue, size, 2);

function outlinesOf(density: Float32Array): Outlines {
  const above = (limit: number): Float32Array =>
    signedDistanceMm({ grid, data: Uint8Array.from(density, (value) => (value > limit ? 1 : 0)) });
  return { coreMm: above(visibleDensity.core), oedemaMm: above(visibleDensity.oedema) };
}

const coreVoxels = (density: Float32Array): number => density.filter((value) => value > visibleDensity.core).length;

function grownFromSeed(rates: GrowthRates, days: readonly number[], seedMm = 5): Float32Array[] {
  let density: Float32Array = ballMask(grid, [0, 0, 0], seedMm).data.reduce(
    (start, value, v) => {
      start[v] = 0.9 * value;
      return start;
    },
    new Float32Array(edge ** 3),
  );
  return days.map((interval) => (density = growDensity(domain, density, rates, interval)));
}

describe('a growth model fitted to two visits', () => {
  it.each([
    {
      name: 'a wide slow front',
      rates: { diffusivityMm2PerDay: 0.08, proliferationPerDay: 0.012 },
      first: 250,
      seedMm: 10,
    },
    {
      name: 'a sharp fast front',
      rates: { diffusivityMm2PerDay: 0.1, proliferationPerDay: 0.03 },
      first: 120,
      seedMm: 5,
    },
  ])('recovers the future volume of a tumour with $name', async ({ rates, first, seedMm }) => {
    const [before, last, future] = grownFromSeed(rates, [first, 80, 80], seedMm) as [
      Float32Array,
      Float32Array,
      Float32Array,
    ];
    expect(coreVoxels(before)).toBeGreaterThan(30);
    expect(coreVoxels(last)).toBeGreaterThan(1.1 * coreVoxels(before));
    const observed = {
      previous: outlinesOf(before),
      last: outlinesOf(last),
      intervalDays: 80,
      populationFrontSpeedMmPerDay: 0,
    };
    const fit = await fitGrowth(domain, observed, pauses);
    const start = profileDensity(observed.last, fit.widthMm);
    const predicted = await growPatiently(domain, start, { rates: fit.rates, days: 80 }, pauses);
    // the outlines are known to one voxel of 2 mm, of radii round 12 mm
    expect(Math.abs(coreVoxels(predicted) / coreVoxels(future) - 1)).toBeLessThan(0.15);
    expect(fit.residualPercent).toBeLessThan(20);
  });

  it('gives the same fit twice', async () => {
    const [before, last] = grownFromSeed({ diffusivityMm2PerDay: 0.1, proliferationPerDay: 0.03 }, [300, 60]);
    const observed = {
      previous: outlinesOf(before as Float32Array),
      last: outlinesOf(last as Float32Array),
      intervalDays: 60,
      populationFrontSpeedMmPerDay: 0,
    };
    expect(await fitGrowth(domain, observed, pauses)).toEqual(await fitGrowth(domain, observed, pauses));
  });

  it('grows no faster than it must and says so when the tumour shrank', async () => {
    const [small, large] = grownFromSeed({ diffusivityMm2PerDay: 0.1, proliferationPerDay: 0.03 }, [330, 100]);
    const observed = {
      previous: outlinesOf(large as Float32Array),
      last: outlinesOf(small as Float32Array),
      intervalDays: 100,
      populationFrontSpeedMmPerDay: 0.03,
    };
    const fit = await fitGrowth(domain, observed, pauses);
    expect(2 * Math.sqrt(fit.rates.diffusivityMm2PerDay * fit.rates.proliferationPerDay)).toBeLessThan(0.001);
    expect(fit.residualPercent).toBeGreaterThan(20);
  });
});

describe('a growth model without an earlier lesion', () => {
  const absent: Outlines = { coreMm: new Float32Array(edge ** 3).fill(10_000), oedemaMm: null };

  it.each([
    ['no earlier visit', null],
    ['an earlier visit without a lesion', absent],
  ])('takes the speed of the population with %s', async (_, previous) => {
    const [last] = grownFromSeed({ diffusivityMm2PerDay: 0.1, proliferationPerDay: 0.03 }, [400]);
    const observed = {
      previous,
      last: outlinesOf(last as Float32Array),
      intervalDays: 0,
      populationFrontSpeedMmPerDay: 0.05,
    };
    const fit = await fitGrowth(domain, observed, pauses);
    expect(2 * Math.sqrt(fit.rates.diffusivityMm2PerDay * fit.rates.proliferationPerDay)).toBeCloseTo(0.05, 6);
    expect(Math.sqrt(fit.rates.diffusivityMm2PerDay / fit.rates.proliferationPerDay)).toBeCloseTo(fit.widthMm, 6);
    expect(fit.residualPercent).toBeNull();
  });
});

describe('a fit in progress', () => {
  it('stops when it is cancelled', async () => {
    const [last] = grownFromSeed({ diffusivityMm2PerDay: 0.1, proliferationPerDay: 0.03 }, [300]);
    const outlines = outlinesOf(last as Float32Array);
    const observed = { previous: outlines, last: outlines, intervalDays: 60, populationFrontSpeedMmPerDay: 0 };
    const fit = fitGrowth(domain, observed, { signal: { ...neverCancelled, aborted: true } });
    await expect(fit).rejects.toMatchObject({ problem: { code: 'job/cancelled' } });
  });
});

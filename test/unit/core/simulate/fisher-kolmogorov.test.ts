import { describe, expect, it } from 'vitest';
import {
  growDensity,
  growthDomain,
  stableStepDays,
  type GrowthRates,
} from '../../../../electron/core/simulate/fisher-kolmogorov.ts';
import type { Vec3 } from '../../../../electron/core/base/vector.ts';

const size: Vec3 = [24, 20, 18];
const count = size[0] * size[1] * size[2];
const rates: GrowthRates = { diffusivityMm2PerDay: 0.3, proliferationPerDay: 0.03 };
const index = (i: number, j: number, k: number): number => i + size[0] * (j + size[1] * k);

/** Tissue with a hole, an edge and soft parts. */
function unevenTissue(): Float32Array {
  return Float32Array.from({ length: count }, (_, v) => {
    const i = v % size[0];
    const j = Math.floor(v / size[0]) % size[1];
    if (i < 3 || (j > 12 && i > 14)) return 0;
    return 0.5 + 0.5 * Math.abs(Math.sin(v));
  });
}

function seed(): Float32Array {
  const density = new Float32Array(count);
  density[index(10, 8, 9)] = 0.9;
  density[index(11, 8, 9)] = 0.7;
  return density;
}

const total = (density: Float32Array): number => density.reduce((sum, value) => sum + value, 0);

describe('Fisher-Kolmogorov growth', () => {
  it('keeps the mass when nothing proliferates', () => {
    const domain = growthDomain(unevenTissue(), size, 2);
    const grown = growDensity(domain, seed(), { ...rates, proliferationPerDay: 0 }, 200);
    // float32 sums over 100 steps
    expect(total(grown)).toBeCloseTo(total(seed()), 4);
    expect(Math.max(...grown)).toBeLessThan(0.5);
  });

  it('stays within 0..1 and outside of everything but tissue', () => {
    const tissue = unevenTissue();
    const grown = growDensity(growthDomain(tissue, size, 2), seed(), { ...rates, proliferationPerDay: 0.1 }, 400);
    expect(grown.every((value, v) => value >= 0 && value <= 1 && (tissue[v] !== 0 || value === 0))).toBe(true);
    expect(Math.max(...grown)).toBeGreaterThan(0.99);
  });

  it.each([
    [0.3, 0.03],
    [0.6, 0.02],
  ])('moves its front at 2 sqrt(D rho) for D = %f, rho = %f', (diffusivityMm2PerDay, proliferationPerDay) => {
    const cells = 800;
    const long: Vec3 = [cells, 1, 1];
    const domain = growthDomain(new Float32Array(cells).fill(1), long, 1);
    const start = Float32Array.from({ length: cells }, (_, v) => (v < 5 ? 1 : 0));
    const oneWay = { diffusivityMm2PerDay, proliferationPerDay, longestStepDays: 0.5 };
    const front = (density: Float32Array): number => {
      const after = density.findIndex((value) => value < 0.5);
      const [high, low] = [density[after - 1] as number, density[after] as number];
      return after - 1 + (high - 0.5) / (high - low);
    };
    // speeds settle as 1 - 3 / (4 rho t): measured late, where less than 2 % is missing
    const early = growDensity(domain, start, oneWay, 45 / proliferationPerDay);
    const late = growDensity(domain, early, oneWay, 20 / proliferationPerDay);
    const speed = (front(late) - front(early)) / (20 / proliferationPerDay);
    expect(Math.abs(speed / (2 * Math.sqrt(diffusivityMm2PerDay * proliferationPerDay)) - 1)).toBeLessThan(0.05);
  });

  it('treats the three axes alike', () => {
    const cube: Vec3 = [16, 16, 16];
    const tissue = Float32Array.from({ length: 4096 }, (_, v) => 0.5 + 0.5 * Math.abs(Math.sin(3 * v)));
    const start = Float32Array.from({ length: 4096 }, (_, v) => (v === 8 + 16 * (7 + 16 * 6) ? 1 : 0));
    const turn = (data: Float32Array): Float32Array =>
      data.map((_, v) => data[((v >> 4) % 16) + 16 * (v >> 8) + 256 * (v % 16)] as number);
    const grown = growDensity(growthDomain(tissue, cube, 2), start, rates, 80);
    const turned = growDensity(growthDomain(turn(tissue), cube, 2), turn(start), rates, 80);
    const difference = Math.max(...turn(grown).map((value, v) => Math.abs(value - (turned[v] as number))));
    // the order of float32 sums differs between axes
    expect(difference).toBeLessThan(1e-5);
  });

  it('converges when the step is halved', () => {
    const domain = growthDomain(unevenTissue(), size, 2);
    const step = stableStepDays(domain, rates);
    const totals = [1, 2, 4].map((parts) =>
      total(growDensity(domain, seed(), { ...rates, longestStepDays: step / parts }, 120)),
    );
    const [whole, half, quarter] = totals as [number, number, number];
    expect(Math.abs(whole / half - 1)).toBeLessThan(0.06);
    // explicit steps are of first order: the error halves
    expect(Math.abs(half - quarter)).toBeLessThan(0.65 * Math.abs(whole - half));
  });

  it('changes nothing in no time and leaves its input alone', () => {
    const domain = growthDomain(new Float32Array(count).fill(1), size, 2);
    const start = seed();
    expect(growDensity(domain, start, rates, 0)).toEqual(start);
    growDensity(domain, start, rates, 30);
    expect(start).toEqual(seed());
  });

  it('gives the same as two half intervals', () => {
    const domain = growthDomain(unevenTissue(), size, 2);
    const daily = { ...rates, longestStepDays: 1 };
    const whole = growDensity(domain, seed(), daily, 60);
    const halves = growDensity(domain, growDensity(domain, seed(), daily, 30), daily, 30);
    expect(Math.max(...whole.map((value, v) => Math.abs(value - (halves[v] as number))))).toBeLessThan(1e-6);
  });
});

import { describe, expect, it } from 'vitest';
import { isotropicGrid } from '../../../../electron/core/base/grid.ts';
import { readDemoRecipe } from '../../../../electron/worker/demo/demo-recipe.ts';
import { settledOedema } from '../../../../electron/worker/demo/oedema.ts';
import type { TumourTissue } from '../../../../electron/worker/demo/tumour-tissue.ts';
import { twoSpeciesTumour, type TwoSpeciesRecipe } from '../../../../electron/worker/demo/two-species.ts';

const side = 25;
const rates: TwoSpeciesRecipe = {
  proliferationPerDay: 0.06,
  proliferatingMotility: 0.12,
  leavePerDay: 0.01,
  settlePerDay: 0.03,
  starvationLevel: 0.45,
  deathPerDay: 0.1,
  nutrientReachMm: 3.2,
  stepDays: 1,
};

/** Uniform tissue; `alive` says where cells can live. */
function tissue(alive: (i: number, j: number, k: number) => boolean = () => true): TumourTissue {
  const grid = isotropicGrid([0, 0, 0], [side, side, side], 1.5);
  const living = new Uint8Array(side ** 3);
  for (let n = 0; n < living.length; n++) {
    living[n] = alive(n % side, Math.floor(n / side) % side, Math.floor(n / side ** 2)) ? 1 : 0;
  }
  const face = (step: number): Float32Array =>
    Float32Array.from(living, (here, n) => (here === 1 && living[n + step] === 1 ? 0.14 : 0));
  const vigour = new Float32Array(living.length).fill(1);
  return { grid, faces: [face(1), face(side), face(side * side)], alive: living, vigour };
}

const at = (i: number, j: number, k: number): number => i + side * (j + side * k);
const total = (field: Float32Array): number => field.reduce((sum, value) => sum + value, 0);

function grown(medium: TumourTissue, recipe: TwoSpeciesRecipe, steps: number) {
  const tumour = twoSpeciesTumour(medium, recipe, 3);
  for (let step = 0; step < steps; step++) tumour.step();
  return tumour;
}

describe('twoSpeciesTumour', () => {
  it('keeps every cell when nothing is born, turns or dies', () => {
    const still = { ...rates, proliferationPerDay: 0, leavePerDay: 0, settlePerDay: 0, deathPerDay: 0 };
    const before = total(grown(tissue(), still, 0).state.proliferating);
    const after = total(grown(tissue(), still, 40).state.proliferating);
    // float32 sums
    expect(after / before).toBeCloseTo(1, 4);
  });

  it('grows alike along every axis in uniform tissue', () => {
    const { proliferating } = grown(tissue(), rates, 60).state;
    const middle = (side - 1) / 2;
    for (let reach = 1; reach < 9; reach++) {
      const along = [
        [reach, 0, 0],
        [0, reach, 0],
        [0, 0, reach],
        [-reach, 0, 0],
        [0, -reach, 0],
        [0, 0, -reach],
      ].map(
        ([i, j, k]) =>
          proliferating[at(middle + (i as number), middle + (j as number), middle + (k as number))] as number,
      );
      // float32 sums in another order
      for (const value of along) expect(Math.abs(value - (along[0] as number))).toBeLessThan(1e-5);
    }
  });

  it('keeps shares between 0 and 1 and all cells out of fluid', () => {
    const { state } = grown(
      tissue((i) => i < 15),
      rates,
      120,
    );
    for (const field of [state.proliferating, state.invading, state.necrotic]) {
      expect(Math.min(...field)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...field)).toBeLessThanOrEqual(1);
      expect(field[at(16, 12, 12)]).toBe(0);
    }
  });

  it('dies in the middle once it is large, with a living rim around', () => {
    const young = grown(tissue(), rates, 20).state;
    const old = grown(tissue(), rates, 240).state;
    const centre = at(12, 12, 12);
    expect(young.necrotic[centre]).toBeLessThan(0.05);
    expect(old.necrotic[centre]).toBeGreaterThan(0.5);
    const rim = Array.from({ length: 12 }, (_, reach) => old.proliferating[at(12 + reach, 12, 12)] as number);
    expect(Math.max(...rim)).toBeGreaterThan(2 * (rim[0] as number));
  });

  it('reports a core that only grows', () => {
    const tumour = grown(tissue(), rates, 0);
    let last = 0;
    for (let month = 0; month < 4; month++) {
      for (let step = 0; step < 30; step++) tumour.step();
      expect(tumour.coreMl()).toBeGreaterThan(last);
      last = tumour.coreMl();
    }
  });
});

describe('a cube without a middle voxel', () => {
  it('is refused', () => {
    const even = { ...tissue(), grid: isotropicGrid([0, 0, 0], [24, 24, 24], 1.5) };
    expect(() => twoSpeciesTumour(even, rates, 3)).toThrow(RangeError);
  });
});

describe('settledOedema', () => {
  it('has settled after as many sweeps as the demo patient takes', async () => {
    const { tumour } = await readDemoRecipe();
    const medium = tissue();
    const { state } = grown(medium, rates, 40);
    const settled = settledOedema(medium, state, tumour.oedema, 0.14);
    const further = settledOedema(medium, state, { ...tumour.oedema, sweeps: 4 * tumour.oedema.sweeps }, 0.14);
    const most = settled.reduce((worst, value, n) => Math.max(worst, Math.abs(value - (further[n] as number))), 0);
    // the outline is drawn at a level of 0.05
    expect(most).toBeLessThan(5e-4);
  });

  it('reaches beyond the cells, fades with distance and stays in tissue', () => {
    const medium = tissue((i) => i < 20);
    const { state } = grown(medium, rates, 40);
    const fluid = settledOedema(medium, state, { reachMm: 9, sweeps: 60 }, 0.14);
    const along = Array.from({ length: 8 }, (_, reach) => fluid[at(12 + reach, 12, 12)] as number);
    expect(along).toEqual([...along].sort((a, b) => b - a));
    expect(along[7]).toBeGreaterThan(0.001);
    expect(fluid[at(21, 12, 12)]).toBe(0);
  });
});

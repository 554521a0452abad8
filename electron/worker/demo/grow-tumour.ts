import type { Grid } from '../../core/base/grid.ts';
import type { Anatomy } from './anatomy.ts';
import { settledOedema, type OedemaRecipe } from './oedema.ts';
import type { Pause } from './pause.ts';
import { tumourTissue, type TissueRecipe } from './tumour-tissue.ts';
import { twoSpeciesTumour, type TumourState, type TwoSpeciesRecipe } from './two-species.ts';

/** The course of the tumour. */
export interface TumourRecipe {
  readonly tissue: TissueRecipe;
  readonly rates: TwoSpeciesRecipe;
  readonly oedema: OedemaRecipe;
  readonly seedRadiusMm: number;
  /** Day 0 is the day on which the core first reaches this volume (before it pushes tissue away). */
  readonly firstCoreMl: number;
}

/** The tumour on one day. */
export interface TumourOnDay extends TumourState {
  /** Share of seeped fluid. */
  readonly oedema: Float32Array;
}

/** The tumour at the visits, in the undisplaced tissue. */
export interface TumourCourse {
  readonly grid: Grid;
  readonly visits: readonly TumourOnDay[];
  readonly daysBeforeFirstVisit: number;
}

const longestDays = 900;

/**
 * Grows the tumour through all visits.
 *
 * @param days days since the first visit, ascending from 0
 * @throws RangeError when the recipe's tumour does not reach its first volume (a fault of the recipe)
 */
export async function growTumour(
  anatomy: Anatomy,
  recipe: TumourRecipe,
  days: readonly number[],
  pause: Pause,
): Promise<TumourCourse> {
  const tissue = await tumourTissue(anatomy, recipe.tissue, pause);
  const tumour = twoSpeciesTumour(tissue, recipe.rates, recipe.seedRadiusMm);
  const { stepDays } = recipe.rates;
  let steps = 0;
  const grow = async (enough: () => boolean): Promise<void> => {
    for (; !enough(); steps++) {
      if (steps * stepDays > longestDays) throw new RangeError('the tumour of the recipe does not grow');
      tumour.step();
      if (steps % 8 === 0) await pause.breathe();
    }
  };
  await grow(() => steps % 4 === 0 && tumour.coreMl() >= recipe.firstCoreMl);
  const firstStep = steps;
  const visits: TumourOnDay[] = [];
  for (const day of days) {
    await grow(() => (steps - firstStep) * stepDays >= day);
    visits.push({
      proliferating: tumour.state.proliferating.slice(),
      invading: tumour.state.invading.slice(),
      necrotic: tumour.state.necrotic.slice(),
      oedema: settledOedema(tissue, tumour.state, recipe.oedema, recipe.tissue.whiteMm2PerDay),
    });
    pause.done('simulate', 0.7 + (0.3 * visits.length) / days.length);
  }
  return { grid: tissue.grid, visits, daysBeforeFirstVisit: firstStep * stepDays };
}

import { readFile } from 'node:fs/promises';
import type { Vec3 } from '../../core/base/vector.ts';
import type { AnatomyRecipe } from './anatomy.ts';
import type { CortexRecipe } from './cortex.ts';
import type { TumourRecipe } from './grow-tumour.ts';
import type { MassEffectRecipe } from './mass-effect.ts';
import type { LesionSignals } from './render-visit.ts';
import type { PoseRecipe } from './scanner.ts';
import type { TissueRecipe } from './tumour-tissue.ts';

/** The demo patient in numbers: the file assets/demo/recipe.json. */
export interface DemoRecipe {
  readonly schema: 'longview.demo/1';
  readonly seed: number;
  readonly patient: { readonly name: string; readonly id: string };
  readonly anatomy: Omit<AnatomyRecipe, 'seed' | 'cortex'> & { readonly cortex: Omit<CortexRecipe, 'seed'> };
  readonly tumour: Omit<TumourRecipe, 'tissue'> & { readonly tissue: Omit<TissueRecipe, 'seed'> };
  readonly massEffect: MassEffectRecipe;
  readonly lesion: LesionSignals;
  readonly scanner: { readonly size: Vec3; readonly spacingMm: Vec3; readonly centreMm: Vec3 };
  readonly visits: readonly VisitRecipe[];
}

/** One examination. */
export interface VisitRecipe {
  /** YYYY-MM-DD; the first visit is day 0. */
  readonly date: string;
  readonly pose: PoseRecipe;
  readonly images: Readonly<Record<DemoSequence, ImageRecipe>>;
}

/** What is acquired at every visit. */
export type DemoSequence = 'T1c' | 'FLAIR';

/** What the scanner adds to one series. */
export interface ImageRecipe {
  /** Stored value of signal 1; white matter on T1c has about 0.6. */
  readonly storedPerSignal: number;
  readonly noiseFraction: number;
  readonly biasFraction: number;
}

/**
 * Reads the recipe that ships with Longview, from beside the sources or from beside `dist`.
 *
 * @throws Error when the package is incomplete
 */
export async function readDemoRecipe(): Promise<DemoRecipe> {
  const places = ['../../../', '../../../../'].map((up) => new URL(`${up}assets/demo/recipe.json`, import.meta.url));
  for (const place of places) {
    const text = await readFile(place, 'utf8').catch(() => null);
    if (text !== null) return JSON.parse(text) as DemoRecipe;
  }
  throw new Error('assets/demo/recipe.json is missing');
}

/** Days from the first visit to every visit. */
export function visitDays({ visits }: DemoRecipe): number[] {
  const day = ({ date }: VisitRecipe): number => Date.parse(`${date}T00:00:00Z`) / 86_400_000;
  const first = visits[0];
  return first === undefined ? [] : visits.map((visit) => day(visit) - day(first));
}

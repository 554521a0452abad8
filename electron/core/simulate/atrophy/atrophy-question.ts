import type { Course } from '../../base/atrophy-rates.ts';
import { ExpectedError } from '../../base/expected-error.ts';
import type { AskedKind, AtrophyDescription, Margins } from './atrophy-description.ts';

/** What is asked about a scan. */
export interface AtrophyQuestion {
  /** `since`: the way back to the healthy counterpart; `ahead`: to the brain of later years. */
  readonly direction: 'since' | 'ahead';
  /** Null where nobody knows. */
  readonly course: Course | null;
  /** Years of disease until the scan, or years to come, above 0; null where the years of disease are not known. */
  readonly years: number | null;
  readonly ageYears: number | null;
}

/**
 * Values of the model's `conditions`, in its order; years count negative on the way back.
 *
 * @throws ExpectedError 'model/bad-manifest' for a condition that this program does not know
 * @see models/brain-atrophy/examples.py `conditions_of`, the twin
 */
export function atrophyConditions(question: AtrophyQuestion, model: AtrophyDescription): Float32Array {
  const { direction, course, years, ageYears } = question;
  const sign = direction === 'since' ? -1 : 1;
  const { conditionScales: scales } = model;
  const values: Readonly<Record<string, number | boolean>> = {
    isHealthy: course === 'healthy',
    isMci: course === 'mci',
    isAd: course === 'ad',
    isUnknown: course === null,
    years: (sign * (years ?? 0)) / scales.years,
    isBackward: direction === 'since',
    hasYears: years !== null,
    age: (ageYears ?? 0) / scales.age,
    hasAge: ageYears !== null,
  };
  return Float32Array.from(model.conditions, (name) => {
    const value = values[name];
    if (value !== undefined) return Number(value);
    throw new ExpectedError({ code: 'model/bad-manifest', id: model.id, reason: `unknown condition "${name}"` });
  });
}

/** Which margins fit a question: those of one that told course and years, or the wider ones of one that did not. */
export function askedKind({ direction, course, years }: AtrophyQuestion): AskedKind {
  return course === null || years === null ? `${direction}Untold` : direction;
}

/** Margins of the logarithm of a change of volume, as long as the question's years make them. */
export function marginsOf(question: AtrophyQuestion, { calibration }: AtrophyDescription): Margins {
  const kind = askedKind(question);
  const scale = kind === 'sinceUntold' ? 1 : (question.years ?? 1);
  const margins = Object.entries(calibration.marginLogarithm[kind]);
  return Object.fromEntries(margins.map(([structure, margin]) => [structure, margin * scale]));
}

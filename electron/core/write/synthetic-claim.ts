import type { Course } from '../base/atrophy-rates.ts';
import { courseWords } from '../base/atrophy-words.ts';
import { counterpartMark, syntheticMark, yearsInShort } from '../base/synthetic-mark.ts';
import { daysOfYears } from '../base/years.ts';
import { treatmentInWords, type SupposedTreatment } from '../base/treatment-words.ts';

/** What a synthetic image stands for, in the words that go with it everywhere. */
export interface SyntheticClaim {
  /** Burned into pictures, and at the head of every description. */
  readonly mark: string;
  /** What it shows of the newest scan used, for example '90 days after the newest scan used'. */
  readonly relation: string;
  readonly supposed: string;
  /** What is supposed in one word, for a list of series; may be empty. */
  readonly label: string;
}

/** A lesion some days later, under a treatment. */
export function lesionClaim(horizonDays: number, treatment: SupposedTreatment): SyntheticClaim {
  return {
    mark: syntheticMark(horizonDays),
    relation: `${horizonDays} days after the newest scan used`,
    supposed: treatmentInWords(treatment),
    label: treatment.arm === 'none' ? '' : treatment.arm,
  };
}

/** A brain some years later, under a course. */
export function futureBrainClaim(years: number, course: Course | 'unknown'): SyntheticClaim {
  const mark = syntheticMark(daysOfYears(years));
  const relation = `${yearsInShort(years)} years after the newest scan used`;
  return { mark, relation, supposed: courseWords[course], label: course === 'unknown' ? '' : course };
}

/** The brain without disease. */
export function counterpartClaim(course: Course | 'unknown'): SyntheticClaim {
  const relation = 'as the newest scan used might look without disease';
  return { mark: counterpartMark, relation, supposed: courseWords[course], label: '' };
}

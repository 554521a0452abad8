import type { Arm } from './arm.ts';

/** Stands beside whatever a treatment changes: the model has learned what goes with a treatment, not what it causes. */
export const impliedNotCausal = 'model-implied, not causal';

/** Stands below every table of methods of a treated patient. */
export const rivalsKnowNoTreatment =
  'The rivals know of no treatment; part of the difference is that the model was told.';

/** Stands by an evaluation with untreated patients in it: the program cannot see what was done to them. */
export const plainFoldersUntreated =
  'Patients of a plain folder are forecast without treatment; name treatments in evaluate.json.';

/** What a treatment is called. */
export const armNames: Readonly<Record<Arm, string>> = {
  none: 'No treatment',
  resection: 'Resection',
  radiotherapy: 'Radiotherapy',
  temozolomide: 'Temozolomide',
  'radiotherapy-temozolomide': 'Radiotherapy and temozolomide',
};

/** A treatment that was supposed, as a report says it. */
export interface SupposedTreatment {
  readonly arm: Arm;
  /** First day of the treatment, counted from the last visit. */
  readonly startDays: number;
  /** Prescribed dose, or the mean planned dose of the last core; null without radiotherapy, and for a plan without a core. */
  readonly doseGy: number | null;
  /** Where the dose comes from; null without radiotherapy. */
  readonly doseFrom: 'prescription' | 'plan' | null;
}

/** Treatment and first day, short enough for a column. */
export function treatmentInShort({ arm, startDays }: Pick<SupposedTreatment, 'arm' | 'startDays'>): string {
  return arm === 'none' ? arm : `${arm} from day ${startDays}`;
}

/** A treatment in words, for example 'radiotherapy from day -14, 60 Gy prescribed'. */
export function treatmentInWords(treatment: SupposedTreatment): string {
  const { arm, startDays } = treatment;
  const name = armNames[arm].toLowerCase();
  if (arm === 'none') return name;
  return [`${name} from day ${startDays}`, ...doseInWords(treatment)].join(', ');
}

function doseInWords({ doseGy, doseFrom }: SupposedTreatment): string[] {
  if (doseFrom === null) return [];
  if (doseGy === null) return ['planned dose'];
  if (doseFrom === 'prescription') return [`${Number(doseGy.toFixed(1))} Gy prescribed`];
  return [`planned, ${doseGy.toFixed(1)} Gy mean over the last core`];
}

import type { FormField } from '../../../electron/contract/manifest-parts.ts';
import type { ForecastModel } from './forecast.ts';

/** What the user set in a field of a model's form. */
export type FieldValue = number | string;
/** Values by the id of the field; a field that was left empty has none. */
export type FieldValues = Readonly<Record<string, FieldValue>>;
/** A whole number that a model asks for. */
export type IntegerField = Extract<FormField, { type: 'integer' }>;
/** One of several values that a model asks for. */
export type ChoiceField = Extract<FormField, { type: 'choice' }>;

/** What was set where it fits the model's fields, the model's defaults elsewhere; an optional field starts empty. */
export function fittingValues(fields: readonly FormField[], values: FieldValues): FieldValues {
  const fitting = fields.flatMap((field) => {
    const set = values[field.id];
    const value = set !== undefined && fits(field, set) ? set : defaultOf(field);
    return value === undefined ? [] : [[field.id, value] as const];
  });
  return Object.fromEntries(fitting);
}

/**
 * The fields that matter with the other values as they are.
 *
 * @param compareArm the second treatment, which goes by the same start and dose as the first; null where none is compared
 */
export function shownFields(
  fields: readonly FormField[],
  values: FieldValues,
  compareArm: string | null = null,
): FormField[] {
  return fields.filter(({ when }) => {
    if (!when) return true;
    const set = [values[when.field], ...(when.field === 'arm' && compareArm !== null ? [compareArm] : [])];
    return when.values.some((value) => set.includes(value));
  });
}

/** The number fields of a form. */
export function numberFields(fields: readonly FormField[]): IntegerField[] {
  return fields.filter((field) => field.type === 'integer');
}

/** Values of a field that the model was trained on; those of its form where the manifest does not say. */
export function trainedRange(
  { id, minimum, maximum }: IntegerField,
  { trainedRanges }: Pick<ForecastModel['manifest'], 'trainedRanges'>,
): readonly [number, number] {
  return trainedRanges[id] ?? [minimum, maximum];
}

/** Whole numbers that the engine takes, whatever a model was trained on (`contract/requests.ts`). */
const allowed: Readonly<Record<string, readonly [number, number]>> = {
  horizonDays: [1, 3650],
  startDays: [-3650, 3650],
  doseGy: [1, 200],
  ageYears: [0, 120],
  years: [1, 20],
  yearsOfDisease: [1, 30],
};

/** Values of a field that may be typed. */
export function allowedRange({ id, minimum, maximum }: IntegerField): readonly [number, number] {
  return allowed[id] ?? [minimum, maximum];
}

function fits(field: FormField, value: FieldValue): boolean {
  if (field.type === 'integer') return typeof value === 'number';
  return field.options.some((option) => option.value === value);
}

function defaultOf(field: FormField): FieldValue | undefined {
  return field.type === 'integer' && field.optional === true ? undefined : field.default;
}

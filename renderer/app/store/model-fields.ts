import type { FormField } from '../../../electron/contract/course-manifest.ts';

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

/** The fields that matter with the other values as they are. */
export function shownFields(fields: readonly FormField[], values: FieldValues): FormField[] {
  return fields.filter(({ when }) => !when || when.values.some((value) => value === values[when.field]));
}

function fits(field: FormField, value: FieldValue): boolean {
  if (field.type === 'integer') return typeof value === 'number';
  return field.options.some((option) => option.value === value);
}

function defaultOf(field: FormField): FieldValue | undefined {
  return field.type === 'integer' && field.optional === true ? undefined : field.default;
}

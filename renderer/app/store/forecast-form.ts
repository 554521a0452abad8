import type { ModelSummary } from '../../../electron/contract/api.ts';
import type { Timeline } from '../../../electron/contract/library.ts';
import type { Request } from '../../../electron/contract/requests.ts';
import type { Sequence } from '../../../electron/contract/sequence.ts';
import type { CourseModel, ForecastForm } from './state.ts';

/** One number that the model's manifest asks for. */
export interface NumberField {
  readonly id: string;
  readonly label: string;
  readonly unit: string;
  readonly minimum: number;
  readonly maximum: number;
}

const dayMs = 86_400_000;

/** The models that forecast. */
export function courseModels(models: readonly ModelSummary[]): CourseModel[] {
  return models.flatMap(({ manifest, ...rest }) => (manifest.kind === 'course' ? [{ ...rest, manifest }] : []));
}

/** The form with the chosen model's own fields at their defaults; what the user set before is kept where it fits. */
export function formFor(models: readonly CourseModel[], form: ForecastForm): ForecastForm {
  const model = models.find(({ manifest }) => manifest.id === form.model) ?? models[0];
  if (!model) return form;
  const fields: Record<string, number> = {};
  for (const field of model.manifest.form) {
    const value = form.fields[field.id] ?? field.default;
    if (field.type === 'integer' && typeof value === 'number') fields[field.id] = value;
  }
  return { ...form, model: model.manifest.id, fields };
}

/** The number fields of a model, as its manifest names them. */
export function numberFields(model: CourseModel | undefined): NumberField[] {
  return (model?.manifest.form ?? []).filter((field) => field.type === 'integer');
}

/** Days from the last visible visit to the predicted scan: to the held-out follow-up, or as asked for. */
export function horizonDays(form: ForecastForm, timeline: Timeline): number {
  const [last, before] = [timeline.visits.at(-1), timeline.visits.at(-2)];
  if (form.holdOut && last && before) return last.day - before.day;
  return form.fields['horizonDays'] ?? 90;
}

/** Date of the predicted scan. */
export function predictedDate(form: ForecastForm, timeline: Timeline): string {
  const from = timeline.visits.at(form.holdOut ? -2 : -1);
  return from ? addDays(from.date, horizonDays(form, timeline)) : '';
}

/** An ISO date some days later. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}

/** Days from one ISO date to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / dayMs);
}

/** The request that a filled form stands for. */
export function forecastRequest(
  form: ForecastForm,
  timeline: Timeline,
  path: string,
  overrides: Readonly<Record<string, Sequence>>,
): Request<'forecast.run'> {
  return {
    path,
    patientKey: timeline.patientKey,
    model: form.model,
    horizonDays: horizonDays(form, timeline),
    samples: form.samples,
    seed: form.seed,
    holdOut: form.holdOut ? 'last' : 'none',
    masks: timeline.visits.flatMap(({ date }) => {
      const file = (form.masks[date] ?? '').trim();
      return file === '' ? [] : [{ date, file }];
    }),
    sequenceOverrides: { ...overrides },
  };
}

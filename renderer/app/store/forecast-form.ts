import type { ModelSummary } from '../../../electron/contract/api.ts';
import type { Timeline } from '../../../electron/contract/library.ts';
import type { Request } from '../../../electron/contract/requests.ts';
import { arms, hasRadiotherapy, type Arm } from '../../../electron/core/base/arm.ts';
import type { Sequence } from '../../../electron/contract/sequence.ts';
import { fittingValues, type IntegerField } from './model-fields.ts';
import type { CourseModel, ForecastForm } from './state.ts';

const dayMs = 86_400_000;

/** The models that forecast. */
export function courseModels(models: readonly ModelSummary[]): CourseModel[] {
  return models.flatMap(({ manifest, ...rest }) => (manifest.kind === 'course' ? [{ ...rest, manifest }] : []));
}

/** The form with the chosen model's own fields at their defaults; what the user set before is kept where it fits. */
export function formFor(models: readonly CourseModel[], form: ForecastForm): ForecastForm {
  const model = models.find(({ manifest }) => manifest.id === form.model) ?? models[0];
  if (!model) return form;
  const fields = fittingValues(model.manifest.form, form.fields);
  return { ...form, model: model.manifest.id, fields };
}

/** Treatments that a forecast under one treatment can be compared with, as the model's manifest names them; none where it
 * knows of no treatment. */
export function armsToCompare(model: CourseModel | undefined, arm: Arm): readonly ArmOption[] {
  const field = model?.manifest.form.find(({ id }) => id === 'arm');
  if (field?.type !== 'choice') return [];
  return field.options.flatMap(({ value, label }) => {
    const known = arms.find((one) => one === value);
    return known === undefined || known === arm ? [] : [{ arm: known, label }];
  });
}

/** The treatment that the form asks about; none for a model that knows of none. */
export function chosenArm({ fields }: ForecastForm): Arm {
  return arms.find((arm) => arm === fields['arm']) ?? 'none';
}

/** Whether one of the form's treatments irradiates, so that a dose matters. */
export function isIrradiating(form: ForecastForm): boolean {
  return hasRadiotherapy(chosenArm(form)) || hasRadiotherapy(form.compareArm ?? 'none');
}

/** One treatment by the model's name for it. */
export interface ArmOption {
  readonly arm: Arm;
  readonly label: string;
}

/** The number fields of a model, as its manifest names them. */
export function numberFields(model: CourseModel | undefined): IntegerField[] {
  return (model?.manifest.form ?? []).filter((field) => field.type === 'integer');
}

/** Days from the last visible visit to the predicted scan: to the held-out follow-up, or as asked for. */
export function horizonDays(form: ForecastForm, timeline: Timeline): number {
  const [last, before] = [timeline.visits.at(-1), timeline.visits.at(-2)];
  if (form.holdOut && last && before) return last.day - before.day;
  return Number(form.fields['horizonDays'] ?? 90);
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
  // What else a manifest may name is for the engine to parse and to refuse, as all of every request.
  const fields = form.fields as Partial<Request<'forecast.run'>>;
  const doseFile = form.doseFile.trim();
  return {
    ...fields,
    path,
    patientKey: timeline.patientKey,
    model: form.model,
    horizonDays: horizonDays(form, timeline),
    samples: form.samples,
    seed: form.seed,
    holdOut: form.holdOut ? 'last' : 'none',
    explain: form.explain,
    outline: form.outline,
    ...(form.compareArm === null || form.compareArm === chosenArm(form) ? {} : { compareArm: form.compareArm }),
    ...(doseFile === '' || !isIrradiating(form) ? {} : { doseFile }),
    masks: timeline.visits.flatMap(({ date }) => {
      const file = (form.masks[date] ?? '').trim();
      return file === '' ? [] : [{ date, file }];
    }),
    sequenceOverrides: { ...overrides },
  };
}

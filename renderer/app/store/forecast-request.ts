import type { FormField } from '../../../electron/contract/manifest-parts.ts';
import type { Timeline } from '../../../electron/contract/library.ts';
import type { Request } from '../../../electron/contract/requests.ts';
import type { Sequence } from '../../../electron/contract/sequence.ts';
import { chosenArm, isIrradiating } from './forecast-form.ts';
import { horizonDays } from './horizon.ts';
import { shownFields } from './model-fields.ts';
import type { ForecastForm } from './state.ts';

/** Whose future is asked for. */
export interface AskedPatient {
  readonly timeline: Timeline;
  /** The opened folder. */
  readonly path: string;
  readonly overrides: Readonly<Record<string, Sequence>>;
}

/** The request for the course of a lesion that a filled form stands for. */
export function courseRequest(form: ForecastForm, patient: AskedPatient): Request<'forecast.run'> {
  const { timeline } = patient;
  // What else a manifest may name is for the engine to parse and to refuse, as all of every request.
  const fields = form.fields as Partial<Request<'forecast.run'>>;
  const doseFile = form.doseFile.trim();
  return {
    ...fields,
    ...commonRequest(form, patient),
    horizonDays: horizonDays(form, timeline),
    explain: form.explain,
    outline: form.outline,
    ...(form.compareArm === null || form.compareArm === chosenArm(form) ? {} : { compareArm: form.compareArm }),
    ...(doseFile === '' || !isIrradiating(form) ? {} : { doseFile }),
    masks: timeline.visits.flatMap(({ date }) => {
      const file = (form.masks[date] ?? '').trim();
      return file === '' ? [] : [{ date, file }];
    }),
  };
}

/**
 * The request for the atrophy of a brain that a filled form stands for. What does not matter with the rest of the form is not
 * supposed, and with a held-out date the engine takes the real interval.
 *
 * @param fields of the model's form
 */
export function atrophyRequest(
  form: ForecastForm,
  fields: readonly FormField[],
  patient: AskedPatient,
): Request<'atrophy.run'> {
  const asked = shownFields(fields, form.fields).filter(({ id }) => !(form.holdOut && id === 'years'));
  const values = asked.flatMap(({ id }) => (form.fields[id] === undefined ? [] : [[id, form.fields[id]] as const]));
  return { ...(Object.fromEntries(values) as Partial<Request<'atrophy.run'>>), ...commonRequest(form, patient) };
}

function commonRequest(form: ForecastForm, { timeline, path, overrides }: AskedPatient) {
  return {
    path,
    patientKey: timeline.patientKey,
    model: form.model,
    samples: form.samples,
    seed: form.seed,
    holdOut: form.holdOut ? ('last' as const) : ('none' as const),
    sequenceOverrides: { ...overrides },
  };
}

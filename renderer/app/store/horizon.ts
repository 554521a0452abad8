import type { Timeline } from '../../../electron/contract/library.ts';
import { daysPerYear } from '../../../electron/core/base/years.ts';
import { addDays } from './dates.ts';
import type { ForecastModel } from './forecast.ts';
import { numberFields, type IntegerField } from './model-fields.ts';
import type { ForecastForm } from './state.ts';

/** Days in one unit of the fields that say how far a model looks ahead. */
const unitDays = { horizonDays: 1, years: daysPerYear } as const;

/** How a form asks how far a model looks ahead. */
export interface HorizonUnit {
  /** Id of the field. */
  readonly id: keyof typeof unitDays;
  readonly days: number;
}

const inDays: HorizonUnit = { id: 'horizonDays', days: unitDays.horizonDays };
const inYears: HorizonUnit = { id: 'years', days: unitDays.years };
const usualDays = 90;

/** Whether a field says how far the model looks ahead. */
export function isHorizon({ id }: Pick<IntegerField, 'id'>): boolean {
  return Object.hasOwn(unitDays, id);
}

/** The field of a model that says how far it looks ahead. */
export function horizonField(model: ForecastModel | undefined): IntegerField | undefined {
  return model && numberFields(model.manifest.form).find(isHorizon);
}

/** The unit in which the form's own model counts: a form holds the fields of one model alone. */
export function horizonUnit({ fields }: Pick<ForecastForm, 'fields'>): HorizonUnit {
  return fields[inYears.id] === undefined ? inDays : inYears;
}

/** Days from the last visible visit to the predicted scan: to the held-out follow-up, or as asked for. */
export function horizonDays(form: ForecastForm, timeline: Timeline): number {
  const [last, before] = [timeline.visits.at(-1), timeline.visits.at(-2)];
  if (form.holdOut && last && before) return last.day - before.day;
  const { id, days } = horizonUnit(form);
  return Math.round(Number(form.fields[id] ?? usualDays) * days);
}

/** Days in the unit of the form: whole days, or years with one decimal. */
export function daysInUnit(days: number, unit: HorizonUnit): number {
  return Number((days / unit.days).toFixed(1));
}

/** Date of the predicted scan. */
export function predictedDate(form: ForecastForm, timeline: Timeline): string {
  const from = timeline.visits.at(form.holdOut ? -2 : -1);
  return from ? addDays(from.date, horizonDays(form, timeline)) : '';
}

import type { Timeline } from '../../../electron/contract/library.ts';
import type { ForecastModel } from '../../app/store/forecast.ts';
import { daysInUnit, horizonDays, horizonField, horizonUnit, predictedDate } from '../../app/store/horizon.ts';
import { trainedRange } from '../../app/store/model-fields.ts';
import type { ForecastForm } from '../../app/store/state.ts';
import { strings } from '../../app/strings.ts';
import { labelRows, timeScale, type TimeScale } from './time-scale.ts';

/** What the time line shows; days count from the first visit. */
export interface StripPlan {
  readonly scale: TimeScale;
  readonly rows: readonly (0 | 1)[];
  readonly lastDay: number;
  /** A forecast is being set up or looked at. */
  readonly planning: boolean;
  readonly heldOut: boolean;
  readonly baselineDay: number;
  readonly horizonDays: number;
  /** The horizon in words, in the unit of the model's form. */
  readonly horizonWords: string;
  readonly predictedDate: string;
  /** How many days of future the strip has room for; 0 while the last date is held out. */
  readonly reachDays: number;
  readonly reachWords: string;
  /** Id of the field of the form that the horizon is. */
  readonly horizonField: string;
  /** Place of a span of days on the strip. */
  readonly span: (fromDay: number, toDay: number) => { left: string; right: string };
  /** The value of that field that a place on the strip stands for; null before the last visit. */
  readonly horizonAt: (percent: number) => number | null;
}

const leastLabelGapPercent = 11;
const mostDays = 3650;

/** Lays out the time line. */
export function stripPlan(
  timeline: Timeline,
  form: ForecastForm,
  model: ForecastModel | undefined,
  planning: boolean,
): StripPlan {
  const days = timeline.visits.map(({ day }) => day);
  const lastDay = days.at(-1) ?? 0;
  const field = horizonField(model);
  const unit = horizonUnit(form);
  const trained = field && model ? trainedRange(field, model.manifest) : null;
  const heldOut = planning && form.holdOut && days.length > 1;
  const horizon = horizonDays(form, timeline);
  const trainedDays = Math.round((trained?.[1] ?? 0) * unit.days);
  const reachDays = planning && !heldOut ? Math.max(horizon, trainedDays) : 0;
  const scale = timeScale(0, lastDay + reachDays);
  const inWords = (ahead: number): string => strings.order.ahead[unit.id](daysInUnit(ahead, unit));
  const clamp = (value: number): number =>
    Math.round(Math.min(field?.maximum ?? mostDays, Math.max(field?.minimum ?? 1, value)));
  return {
    scale,
    rows: labelRows(days.map(scale.percentOf), leastLabelGapPercent),
    lastDay,
    planning,
    heldOut,
    baselineDay: (heldOut ? days.at(-2) : undefined) ?? lastDay,
    horizonDays: horizon,
    horizonWords: inWords(horizon),
    predictedDate: predictedDate(form, timeline),
    reachDays,
    reachWords: inWords(reachDays),
    horizonField: unit.id,
    span: (from, to) => ({ left: `${scale.percentOf(from)}%`, right: `${100 - scale.percentOf(to)}%` }),
    horizonAt: (percent) => {
      const day = scale.dayAt(percent) - lastDay;
      return day < 0 ? null : clamp(day / unit.days);
    },
  };
}

import type { Timeline } from '../../../electron/contract/library.ts';
import { horizonDays, numberFields, predictedDate } from '../../app/store/forecast-form.ts';
import { trainedRange } from '../../app/store/model-fields.ts';
import type { CourseModel, ForecastForm } from '../../app/store/state.ts';
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
  readonly predictedDate: string;
  /** How many days of future the strip has room for; 0 while the last date is held out. */
  readonly reachDays: number;
  /** Place of a span of days on the strip. */
  readonly span: (fromDay: number, toDay: number) => { left: string; right: string };
  /** The horizon that a place on the strip stands for; null before the last visit. */
  readonly horizonAt: (percent: number) => number | null;
}

const leastLabelGapPercent = 11;
const mostDays = 3650;

/** Lays out the time line. */
export function stripPlan(
  timeline: Timeline,
  form: ForecastForm,
  model: CourseModel | undefined,
  planning: boolean,
): StripPlan {
  const days = timeline.visits.map(({ day }) => day);
  const lastDay = days.at(-1) ?? 0;
  const field = numberFields(model).find(({ id }) => id === 'horizonDays');
  const trained = field && model ? trainedRange(field, model.manifest) : null;
  const heldOut = planning && form.holdOut && days.length > 1;
  const horizon = horizonDays(form, timeline);
  const reachDays = planning && !heldOut ? Math.max(horizon, trained?.[1] ?? 0) : 0;
  const scale = timeScale(0, lastDay + reachDays);
  const clamp = (day: number): number =>
    Math.round(Math.min(field?.maximum ?? mostDays, Math.max(field?.minimum ?? 1, day)));
  return {
    scale,
    rows: labelRows(days.map(scale.percentOf), leastLabelGapPercent),
    lastDay,
    planning,
    heldOut,
    baselineDay: (heldOut ? days.at(-2) : undefined) ?? lastDay,
    horizonDays: horizon,
    predictedDate: predictedDate(form, timeline),
    reachDays,
    span: (from, to) => ({ left: `${scale.percentOf(from)}%`, right: `${100 - scale.percentOf(to)}%` }),
    horizonAt: (percent) => {
      const day = scale.dayAt(percent) - lastDay;
      return day < 0 ? null : clamp(day);
    },
  };
}

import type { Report } from '../../../electron/contract/report.ts';
import { daysBetween } from '../../app/store/forecast-form.ts';

/** What the volume curve draws; days count from the first visit used. */
export interface CurvePoints {
  readonly visits: readonly { readonly day: number; readonly date: string; readonly ml: number }[];
  readonly predictedDay: number;
  readonly predictedMl: number;
  readonly interval90: readonly [number, number];
  readonly futuresMl: readonly number[];
  /** The held-out truth; null when there is none. */
  readonly actual: { readonly day: number; readonly date: string; readonly ml: number } | null;
}

/** Measured volumes up to the last visible visit, the prediction, and the truth that was held out. */
export function curvePoints(report: Report): CurvePoints {
  const visible = report.curve.visits.filter(({ date }) => date <= report.baselineDate);
  const first = visible[0]?.date ?? report.baselineDate;
  const { actual, predicted, interval90 } = report.volumeMl;
  return {
    visits: visible.map(({ date, coreMl }) => ({ date, day: daysBetween(first, date), ml: coreMl })),
    predictedDay: daysBetween(first, report.baselineDate) + report.horizonDays,
    predictedMl: predicted,
    interval90,
    futuresMl: report.curve.futuresMl,
    actual:
      actual === null || report.followUpDate === null
        ? null
        : { day: daysBetween(first, report.followUpDate), date: report.followUpDate, ml: actual },
  };
}

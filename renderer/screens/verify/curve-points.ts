import type { Report } from '../../../electron/contract/report.ts';
import type { ReportStage } from '../../../electron/contract/report-response.ts';
import type { Arm } from '../../../electron/core/base/arm.ts';
import { daysBetween } from '../../app/store/dates.ts';

/** What the volume curve draws; days count from the first visit used. */
export interface CurvePoints {
  readonly visits: readonly { readonly day: number; readonly date: string; readonly ml: number }[];
  readonly predictedDay: number;
  readonly predictedMl: number;
  readonly interval90: readonly [number, number];
  /** Mean futures from the last visit on, the prediction last. */
  readonly course: readonly CurvePoint[];
  /** The other treatment's course and interval; null without a comparison. */
  readonly other: OtherCourse | null;
  readonly futuresMl: readonly number[];
  /** The held-out truth; null when there is none. */
  readonly actual: { readonly day: number; readonly date: string; readonly ml: number } | null;
}

/** One day of a course. */
export interface CurvePoint {
  readonly day: number;
  readonly ml: number;
}

/** What is predicted under the treatment that is compared with. */
export interface OtherCourse {
  readonly arm: Arm;
  readonly course: readonly CurvePoint[];
  readonly interval90: readonly [number, number];
}

/** Measured volumes up to the last visible visit, the prediction, and the truth that was held out. */
export function curvePoints(report: Report): CurvePoints {
  const visible = report.curve.visits.filter(({ date }) => date <= report.baselineDate);
  const first = visible[0]?.date ?? report.baselineDate;
  const { actual, predicted, interval90 } = report.volumeMl;
  const lastDay = daysBetween(first, report.baselineDate);
  const course = (horizons: readonly ReportStage[]): CurvePoint[] =>
    horizons.map(({ day, volumeMl }) => ({ day: lastDay + day, ml: volumeMl }));
  const other = report.comparison?.arms[1];
  return {
    visits: visible.map(({ date, coreMl }) => ({ date, day: daysBetween(first, date), ml: coreMl })),
    predictedDay: lastDay + report.horizonDays,
    predictedMl: predicted,
    interval90,
    course: course(report.response.horizons),
    other: other ? { arm: other.arm, course: course(other.horizons), interval90: other.interval90Ml } : null,
    futuresMl: report.curve.futuresMl,
    actual:
      actual === null || report.followUpDate === null
        ? null
        : { day: daysBetween(first, report.followUpDate), date: report.followUpDate, ml: actual },
  };
}

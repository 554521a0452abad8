import type { ReportModel } from '../report-model.ts';
import { niceTicks } from './plot-scale.ts';

/** The part of the picture that holds the curve, in the picture's units. */
export const plot = { left: 64, right: 810, top: 22, bottom: 306 } as const;

/** Where days and volumes lie in the picture. */
export interface CurveScale {
  readonly x: (day: number) => number;
  readonly y: (ml: number) => number;
  readonly baselineDay: number;
  readonly horizonDay: number;
  readonly ticksMl: readonly number[];
}

/** A scale that holds every visit, prediction and interval. */
export function curveScale({
  curve,
  baselineDate,
  horizonDays,
  volumeMl,
  methods,
  comparison,
}: ReportModel): CurveScale {
  const baselineDay = curve.visits.find(({ date }) => date === baselineDate)?.day ?? 0;
  const horizonDay = baselineDay + horizonDays;
  const firstDay = Math.min(baselineDay, ...curve.visits.map(({ day }) => day));
  const lastDay = Math.max(horizonDay, ...curve.visits.map(({ day }) => day));
  const volumes = [...curve.visits.map(({ coreMl }) => coreMl), ...methods.map(({ coreVolumeMl }) => coreVolumeMl)];
  const intervals = [...volumeMl.interval90, ...(comparison?.arms[1].interval90Ml ?? [])];
  const most = Math.max(...volumes, ...intervals, volumeMl.predicted, volumeMl.actual ?? 0, 0.1);
  const ticksMl = niceTicks(most * 1.05);
  const top = ticksMl.at(-1) ?? most;
  return {
    x: (day) => plot.left + 26 + ((day - firstDay) / Math.max(1, lastDay - firstDay)) * (plot.right - plot.left - 52),
    y: (ml) => plot.bottom - (Math.max(0, Math.min(top, ml)) / top) * (plot.bottom - plot.top),
    baselineDay,
    horizonDay,
    ticksMl,
  };
}

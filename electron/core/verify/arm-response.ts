import type { Mask } from '../base/volume.ts';
import type { MeanCore } from '../simulate/compare-arms.ts';
import type { ForecastOutput } from '../simulate/forecast-types.ts';
import { measureFutures } from './measure-futures.ts';
import {
  judgeCourse,
  referenceVisit,
  responseShares,
  type CourseStage,
  type ResponseShares,
} from './response-course.ts';
import { measureVisit, type MeasuredVisit } from './response.ts';

/** The core on the day of one real visit. */
export interface DatedCore {
  readonly date: string;
  readonly day: number;
  readonly core: Mask;
}

/** The real visits up to the last one, measured. */
export interface MeasuredHistory {
  readonly cores: readonly DatedCore[];
  readonly visits: readonly MeasuredVisit[];
  /** Index of the visit that responses are counted from. */
  readonly reference: number;
}

/** What one arm says of the core. */
export interface ArmPrediction {
  /** Mean futures before the horizon, in order of time. */
  readonly between: readonly MeanCore[];
  readonly horizonDays: number;
  readonly mean: Mask;
  readonly futures: ForecastOutput['packedFutures'];
}

/** Response at every predicted day of one arm, and how its futures divide at the last. */
export interface ArmResponse {
  readonly horizons: readonly CourseStage[];
  readonly shares: ResponseShares;
}

/**
 * Measures the real visits.
 *
 * @param cores oldest first, on one grid
 * @param startDays first day of the treatment, counted from the last of them
 */
export function measureHistory(cores: readonly DatedCore[], startDays: number): MeasuredHistory {
  const visits = measureInOrder(cores);
  const last = visits.at(-1)?.day ?? 0;
  return { cores, visits, reference: referenceVisit(visits, last + startDays) };
}

/** Judges the real visits, and the follow-up that was held out from the forecast. */
export function judgeVisits({ cores, reference }: MeasuredHistory, followUp: DatedCore | null): CourseStage[] {
  return judgeCourse(measureInOrder(followUp === null ? cores : [...cores, followUp]), reference);
}

/** Judges what one arm predicts. A new lesion is one that no real visit shows. */
export function judgeArm(history: MeasuredHistory, arm: ArmPrediction): ArmResponse {
  const { visits, reference } = history;
  const known = history.cores.map(({ core }) => core);
  const last = visits.at(-1)?.day ?? 0;
  const between = arm.between.map(({ horizonDays, core }) => measureVisit(last + horizonDays, core, known));
  const before = [...visits, ...between];
  const day = last + arm.horizonDays;
  const course = judgeCourse([...before, measureVisit(day, arm.mean, known)], reference);
  return {
    horizons: course.slice(visits.length),
    shares: responseShares(before, measureFutures(arm.futures, day, known), reference),
  };
}

function measureInOrder(cores: readonly DatedCore[]): MeasuredVisit[] {
  return cores.map(({ day, core }, index) =>
    measureVisit(
      day,
      core,
      cores.slice(0, index).map((earlier) => earlier.core),
    ),
  );
}

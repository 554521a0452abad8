import type { Arm } from '../base/arm.ts';
import type { impliedNotCausal } from '../base/treatment-words.ts';
import type { VolumeDifference } from '../simulate/effect.ts';
import type { CourseStage, ResponseShares } from '../verify/response-course.ts';
import type { MeasureChange, ResponseClass, responseScope } from '../verify/response.ts';

/** One measured or predicted day with its response class. */
export interface ReportStage {
  /** Days since the last real scan, negative before it. */
  readonly day: number;
  /** Date of a visit; null for a predicted day. */
  readonly date: string | null;
  readonly longestMm: number;
  readonly perpendicularMm: number;
  readonly productMm2: number;
  readonly volumeMl: number;
  readonly newLesion: boolean;
  /** Changes and classes are null at the visit that they are counted from, and before it. */
  readonly area: MeasureChange | null;
  readonly volume: MeasureChange | null;
  readonly diameter: MeasureChange | null;
  readonly rano2: ResponseClass | null;
  readonly recist11: ResponseClass | null;
}

/** The predicted course of one arm. */
export interface ReportArmCourse {
  /** The mean future at each horizon, the last of them the forecast's own. */
  readonly horizons: readonly ReportStage[];
  /** Share of the sampled futures in each class at the last horizon. */
  readonly shares: ResponseShares;
}

/** Response classes of the visits and of the forecast. */
export interface ReportResponse extends ReportArmCourse {
  readonly scope: typeof responseScope;
  /** Date of the visit that responses are counted from. */
  readonly referenceDate: string;
  /** Every visit, oldest first; a held-out follow-up is the last. */
  readonly visits: readonly ReportStage[];
}

/** One arm of a comparison. */
export interface ReportArm extends ReportArmCourse {
  readonly arm: Arm;
  /** First day of the treatment, counted from the last real scan; 0 without treatment. */
  readonly startDays: number;
  /** Prescribed dose, or the mean dose of the last core where a plan was given; null without radiotherapy. */
  readonly doseGy: number | null;
  /** Core volume of the mean future at the last horizon. */
  readonly predictedMl: number;
  readonly interval90Ml: readonly [number, number];
  readonly futuresMl: readonly number[];
}

/** Two treatments of the same patient from the same draws: the forecast's own arm first. */
export interface ReportComparison {
  readonly scope: typeof impliedNotCausal;
  readonly arms: readonly [ReportArm, ReportArm];
  /** First arm minus the second, draw by draw, at the last horizon. */
  readonly volumeDifferenceMl: VolumeDifference;
}

/**
 * A judged course as the report says it.
 *
 * @param lastDay day of the last real scan, in the days of the course
 * @param dates of the visits, in the order of the course; predicted days after them have none
 */
export function reportStages(course: readonly CourseStage[], lastDay: number, dates: readonly string[]): ReportStage[] {
  return course.map(({ day, size, newLesion, judgement }, index) => ({
    day: day - lastDay,
    date: dates[index] ?? null,
    ...size,
    newLesion,
    area: judgement?.area ?? null,
    volume: judgement?.volume ?? null,
    diameter: judgement?.diameter ?? null,
    rano2: judgement?.rano2 ?? null,
    recist11: judgement?.recist11 ?? null,
  }));
}

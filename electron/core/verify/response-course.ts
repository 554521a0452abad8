import type { LesionSize } from './bidimensional.ts';
import { judgeResponse, type MeasuredVisit, type ResponseClass, type ResponseJudgement } from './response.ts';

/** A measured or predicted day of a course, with its judgement; null at the reference visit and before it. */
export interface CourseStage {
  readonly day: number;
  readonly size: LesionSize;
  readonly newLesion: boolean;
  readonly judgement: ResponseJudgement | null;
}

/** Share of the sampled futures in each class, 0..1; all classes add up to 1. */
export type ClassShares = Readonly<Record<ResponseClass, number>>;

/** Class of the draws of one day by both criteria. */
export interface ResponseShares {
  readonly rano2: ClassShares;
  readonly recist11: ClassShares;
}

const classes: readonly ResponseClass[] = ['CR', 'PR', 'SD', 'PD', 'not-measurable'];

/**
 * The visit that responses are counted from: the last one before treatment begins, or the first one where treatment had begun
 * before all of them. A visit without a lesion is passed over.
 *
 * @param visits in order of time, at least one with a lesion
 * @param startDay first day of the treatment, in the days of the visits
 */
export function referenceVisit(visits: readonly MeasuredVisit[], startDay: number): number {
  const before = visits.filter(({ day }) => day <= startDay).length;
  const wanted = Math.max(0, before - 1);
  const seen = visits.findIndex(({ size }, index) => index >= wanted && size.volumeMl > 0);
  return seen < 0 ? wanted : seen;
}

/** Judges every day of a course by the days before it. */
export function judgeCourse(course: readonly MeasuredVisit[], reference: number): CourseStage[] {
  return course.map((visit, index) => ({
    ...visit,
    judgement: index > reference ? judgeResponse(course, index, reference) : null,
  }));
}

/**
 * How the sampled futures of one day divide into classes. Each is judged by the same days before it: the visits, and the mean
 * futures of the days between.
 *
 * @param before in order of time, the reference among them
 * @param draws at least one
 */
export function responseShares(
  before: readonly MeasuredVisit[],
  draws: readonly MeasuredVisit[],
  reference: number,
): ResponseShares {
  const judged = draws.map((draw) => judgeResponse([...before, draw], before.length, reference));
  const shares = (of: (one: ResponseJudgement) => ResponseClass): ClassShares => {
    const share = (wanted: ResponseClass): number => judged.filter((one) => of(one) === wanted).length / judged.length;
    return Object.fromEntries(classes.map((name) => [name, share(name)])) as ClassShares;
  };
  return { rano2: shares(({ rano2 }) => rano2), recist11: shares(({ recist11 }) => recist11) };
}

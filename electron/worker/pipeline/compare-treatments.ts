import type { Arm } from '../../core/base/arm.ts';
import type { ReportProgress } from '../../core/base/signal.ts';
import { impliedNotCausal } from '../../core/base/treatment-words.ts';
import { maskVolumeMl, type Mask, type Volume } from '../../core/base/volume.ts';
import type { Warning } from '../../core/base/warning.ts';
import { forecastOtherArm, meanCourses, type MeanCore, type ReadyModel } from '../../core/simulate/compare-arms.ts';
import { courseHorizons } from '../../core/simulate/course-horizons.ts';
import { treatmentEffect } from '../../core/simulate/effect.ts';
import type { ForecastOptions, ForecastOutput } from '../../core/simulate/forecast-types.ts';
import { withTreatment, type ForecastWorkplace } from '../../core/simulate/prepare-forecast.ts';
import type { Treatment } from '../../core/simulate/treatment.ts';
import {
  judgeArm,
  judgeVisits,
  measureHistory,
  type DatedCore,
  type MeasuredHistory,
} from '../../core/verify/arm-response.ts';
import { responseScope } from '../../core/verify/response.ts';
import {
  reportStages,
  type ReportArm,
  type ReportComparison,
  type ReportResponse,
} from '../../core/write/report-response.ts';
import type { PreparedForecast, PreparedVisit } from './prepare-visits.ts';
import { reportTreatment } from './report-treatment.ts';

/** Response classes of a forecast, and what another treatment would change by the model. */
export interface TreatmentOutcome {
  readonly response: ReportResponse;
  /** Null where no second treatment was asked about. */
  readonly comparison: ReportComparison | null;
  readonly effect: EffectVolumes | null;
  readonly warnings: readonly Warning[];
}

/** The other treatment's mean future and the effect between the two, on the baseline's grid. */
export interface EffectVolumes {
  readonly otherArm: Arm;
  /** Probability of lesion core with the forecast's treatment minus that with the other, -1..1. */
  readonly difference: Volume;
  readonly coreMask: Mask;
  readonly oedemaMask: Mask | null;
}

/** A forecast to look at again. */
export interface ForecastToCompare {
  readonly place: ForecastWorkplace;
  readonly output: ForecastOutput;
  readonly prepared: PreparedForecast;
  /** The second treatment; null for none. */
  readonly compareArm: Arm | null;
}

/**
 * Response classes of the visits and of the forecast; with a second arm, the same futures under it. The days between are looked
 * at only where a treatment is in question: each costs another run of the model.
 *
 * @throws ExpectedError 'job/cancelled', and those of the model
 */
export async function compareTreatments(
  forecast: ForecastToCompare,
  ready: ReadyModel,
  options: ForecastOptions,
): Promise<TreatmentOutcome> {
  const { place, output, prepared, compareArm } = forecast;
  const own = place.input.treatment;
  const treatments: Treatment[] = [own, ...(compareArm === null ? [] : [{ ...own, arm: compareArm }])];
  const treated = treatments.some(({ arm }) => arm !== 'none');
  const days = treated ? courseHorizons(place.horizonDays).slice(0, -1) : [];
  const between = await meanCourses(place, treatments, ready, { ...options, days });
  const history = measureHistory(realCores(prepared), treated ? own.startDays : 0);
  const describe = (n: number, arm: ForecastOutput): ReportArm =>
    describeArm(history, place, { treatment: treatments[n] ?? own, between: between[n] ?? [], output: arm });
  const first = describe(0, output);
  const response = describeResponse(history, prepared.followUp, first);
  const [, otherTreatment] = treatments;
  if (otherTreatment === undefined) return { response, comparison: null, effect: null, warnings: [] };
  const report: ReportProgress = (_stage, progressFraction) => options.report?.('compare', progressFraction);
  const other = await forecastOtherArm(place, otherTreatment, ready, { ...options, report });
  const effect = treatmentEffect(output, other, ready.model.calibration.volumeLog90);
  return {
    response,
    comparison: {
      scope: impliedNotCausal,
      arms: [first, describe(1, other)],
      volumeDifferenceMl: effect.volumeDifferenceMl,
    },
    effect: {
      otherArm: otherTreatment.arm,
      difference: effect.difference,
      coreMask: other.coreMask,
      oedemaMask: other.oedemaMask,
    },
    warnings: newWarnings(output.warnings, other.warnings),
  };
}

/** Every real visit up to the baseline, oldest first. */
function realCores({ earlier, previous, baseline }: PreparedForecast): DatedCore[] {
  return [...earlier, previous, baseline].flatMap((visit) => (visit === null ? [] : [datedCore(visit)]));
}

function datedCore({ visit: { date, day, core } }: PreparedVisit): DatedCore {
  return { date, day, core };
}

interface ArmOutcome {
  readonly treatment: Treatment;
  readonly between: readonly MeanCore[];
  readonly output: ForecastOutput;
}

function describeArm(history: MeasuredHistory, place: ForecastWorkplace, arm: ArmOutcome): ReportArm {
  const { horizonDays, input } = place;
  const { startDays, doseGy } = reportTreatment(withTreatment(place, arm.treatment));
  const { coreMask, packedFutures, interval90Ml, futuresMl } = arm.output;
  const judged = judgeArm(history, { between: arm.between, horizonDays, mean: coreMask, futures: packedFutures });
  return {
    arm: arm.treatment.arm,
    startDays,
    doseGy,
    predictedMl: maskVolumeMl(coreMask),
    interval90Ml,
    futuresMl,
    horizons: reportStages(judged.horizons, input.baseline.day, []),
    shares: judged.shares,
  };
}

function describeResponse(
  history: MeasuredHistory,
  followUp: PreparedVisit | null,
  { horizons, shares }: ReportArm,
): ReportResponse {
  const dates = [...history.cores.map(({ date }) => date), ...(followUp === null ? [] : [followUp.visit.date])];
  const stages = judgeVisits(history, followUp === null ? null : datedCore(followUp));
  return {
    scope: responseScope,
    referenceDate: dates[history.reference] ?? '',
    visits: reportStages(stages, history.cores.at(-1)?.day ?? 0, dates),
    horizons,
    shares,
  };
}

/** Most of what there is to say about the patient was said for the first arm. */
function newWarnings(said: readonly Warning[], all: readonly Warning[]): Warning[] {
  const known = new Set(said.map((warning) => JSON.stringify(warning)));
  return all.filter((warning) => !known.has(JSON.stringify(warning)));
}

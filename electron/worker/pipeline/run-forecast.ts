import { hasRadiotherapy } from '../../core/base/arm.ts';
import { maskVolumeMl } from '../../core/base/volume.ts';
import type { Warning } from '../../core/base/warning.ts';
import type { RigidEngine } from '../../core/register/rigid-engine.ts';
import { stopwatch } from '../../core/simulate/stopwatch.ts';
import { forecastPrepared } from '../../core/simulate/forecast.ts';
import type { ForecastOutput } from '../../core/simulate/forecast-types.ts';
import { prepareForecast } from '../../core/simulate/prepare-forecast.ts';
import { buildReport, type ReportModel, type ReportTreatment } from '../../core/write/report-model.ts';
import type { ForecastRequest } from '../../contract/requests.ts';
import { warningWords } from '../../contract/warning-words.ts';
import { openTimeline } from '../files/open-timeline.ts';
import type { HandlerContext } from '../handlers.ts';
import { findModel } from '../inference/list-models.ts';
import type { LoadedModel } from '../inference/load-model.ts';
import { openInference } from '../inference/open-inference.ts';
import type { ProcessStarter } from '../process-starter.ts';
import { compareForecast, type Comparison } from './compare-forecast.ts';
import { breathe, breatheOrStop } from './breathe.ts';
import { forecastInput, usableSequences } from './forecast-input.ts';
import { createOutliner } from './outliner.ts';
import { prepareVisits, type PreparedForecast } from './prepare-visits.ts';

/** What a forecast needs of the engine. */
export interface ForecastServices {
  readonly processes: ProcessStarter;
  readonly registration: RigidEngine;
  readonly packageRoot: string;
  readonly version: string;
}

/** A finished forecast with all its volumes. */
export interface FinishedForecast {
  readonly request: ForecastRequest;
  readonly patientLabel: string;
  readonly model: LoadedModel;
  readonly provider: string;
  readonly horizonDays: number;
  readonly prepared: PreparedForecast;
  readonly output: ForecastOutput;
  readonly comparison: Comparison;
  readonly report: ReportModel;
  readonly warnings: readonly Warning[];
}

/**
 * The main job: from a folder to a prediction beside its rivals, and beside the real follow-up when one is held out.
 *
 * @throws ExpectedError of every stage
 */
export async function runForecast(
  request: ForecastRequest,
  services: ForecastServices,
  context: HandlerContext,
): Promise<FinishedForecast> {
  const { signal } = context;
  const { samples, seed } = request;
  const report = (stage: string, progressFraction: number): void => context.progress({ stage, progressFraction });
  const startedMs = performance.now();
  const watch = stopwatch(() => performance.now());
  report('decode', 0);
  const model = await findModel(services.packageRoot, request.model, 'course');
  const opened = await openTimeline(request.path, timelineOptions(request), report, signal);
  watch.lap('order');
  const usable = usableSequences(model.manifest);
  const outliner = createOutliner(request, services);
  const tools = { engine: services.registration, outliner, signal, report, lap: watch.lap };
  const prepared = await prepareVisits(opened, request, usable, tools).finally(() => outliner.close());
  const horizon = horizonOf(request, prepared);
  const inference = await openInference(model, services.processes, signal);
  try {
    watch.lap('open model');
    const { visits } = model.manifest;
    const input = forecastInput(prepared, request, { horizonDays: horizon.days, plan: null, visits });
    const options = { samples, seed, signal, report, clockMs: () => performance.now(), breathe };
    report('simulate', 0);
    const place = await prepareForecast(input, model.manifest, options);
    watch.lap('simulate: prepare');
    const output = await forecastPrepared(place, inference, model.manifest, options);
    watch.lap('simulate');
    report('verify', 0);
    await breatheOrStop(signal);
    const comparison = compareForecast(prepared, output, model.manifest.id);
    watch.lap('verify');
    const warnings = [...prepared.warnings, ...horizon.warnings, ...output.warnings, ...comparison.warnings];
    const parts = { request, model, prepared, output, comparison, warnings, provider: inference.provider };
    const total = performance.now() - startedMs;
    const timingsMs = { ...watch.lapsMs, total, ...prefixed('simulate: ', output.timingsMs) };
    const finished = { ...parts, patientLabel: opened.timeline.patientLabel, horizonDays: horizon.days };
    return { ...finished, report: describe(finished, services.version, timingsMs) };
  } finally {
    inference.close();
  }
}

function timelineOptions(request: ForecastRequest): Parameters<typeof openTimeline>[1] {
  const { patientKey, sequenceOverrides } = request;
  return { sequenceOverrides, ...(patientKey === undefined ? {} : { patientKey }) };
}

interface HorizonChoice {
  readonly days: number;
  readonly warnings: readonly Warning[];
}

/** With a held-out follow-up the horizon is the real interval: any other day would be compared with the wrong truth. */
function horizonOf(request: ForecastRequest, prepared: PreparedForecast): HorizonChoice {
  const asked = request.horizonDays ?? null;
  const { baseline, followUp } = prepared;
  if (followUp) {
    const days = followUp.visit.day - baseline.visit.day;
    const replaced = asked !== null && asked !== days;
    const warning: Warning = { code: 'simulate/horizon-from-follow-up', askedDays: asked ?? days, usedDays: days };
    return { days, warnings: replaced ? [warning] : [] };
  }
  if (asked === null) throw new Error('the request schema lets no forecast without a horizon through');
  return { days: asked, warnings: [] };
}

function prefixed(prefix: string, values: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [prefix + name, value]));
}

function treatmentOf({ arm, startDays, doseGy, ageYears }: ForecastRequest): ReportTreatment {
  return { arm, startDays, doseGy: hasRadiotherapy(arm) ? doseGy : null, ageYears: ageYears ?? null };
}

function describe(
  run: Omit<FinishedForecast, 'report'>,
  programVersion: string,
  timingsMs: Readonly<Record<string, number>>,
): ReportModel {
  const { prepared, output, model, request } = run;
  const { baseline, previous, followUp } = prepared;
  const visits = [...prepared.earlier, previous, baseline, followUp].filter((visit) => visit !== null);
  const parts = {
    programVersion,
    model: { id: model.manifest.id, version: model.manifest.version, sha256: model.sha256 },
    provider: run.provider,
    scans: prepared.scans,
    baselineDate: baseline.visit.date,
    previousDate: previous?.visit.date ?? null,
    followUpDate: followUp?.visit.date ?? null,
    horizonDays: run.horizonDays,
    treatment: treatmentOf(request),
    samples: request.samples,
    seed: request.seed,
    methods: run.comparison.methods,
    volumeMl: {
      baseline: maskVolumeMl(baseline.visit.core),
      predicted: maskVolumeMl(output.coreMask),
      actual: followUp ? maskVolumeMl(followUp.visit.core) : null,
      interval90: output.interval90Ml,
    },
    curve: {
      visits: visits.map(({ visit }) => ({ date: visit.date, day: visit.day, coreMl: maskVolumeMl(visit.core) })),
      futuresMl: output.futuresMl,
    },
    registrations: visits.flatMap(({ aligned }) => aligned.alignments),
    warnings: run.warnings,
    timingsMs,
  };
  return buildReport(parts, warningWords);
}

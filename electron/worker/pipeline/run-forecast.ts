import type { RigidEngine } from '../../core/register/rigid-engine.ts';
import { explainForecast } from '../../core/simulate/explain-forecast.ts';
import { forecastLesion } from '../../core/simulate/forecast.ts';
import { prepareForecast } from '../../core/simulate/prepare-forecast.ts';
import { stopwatch } from '../../core/simulate/stopwatch.ts';
import type { ForecastRequest } from '../../contract/requests.ts';
import { openTimeline } from '../files/open-timeline.ts';
import { stageReport, type HandlerContext } from '../handlers.ts';
import { findModel } from '../inference/list-models.ts';
import { openInference } from '../inference/open-inference.ts';
import type { ProcessStarter } from '../process-starter.ts';
import { breathe, breatheOrStop } from './breathe.ts';
import { chooseHorizon } from './choose-horizon.ts';
import { compareForecast } from './compare-forecast.ts';
import { compareTreatments } from './compare-treatments.ts';
import { placeDose, readDose } from './dose-plan.ts';
import type { FinishedForecast } from './finished-forecast.ts';
import { forecastInput, usableSequences } from './forecast-input.ts';
import { createOutliner } from './outliner.ts';
import { prepareVisits } from './prepare-visits.ts';
import { reportForecast } from './report-forecast.ts';

/** What a forecast needs of the engine. */
export interface ForecastServices {
  readonly processes: ProcessStarter;
  readonly registration: RigidEngine;
  readonly packageRoot: string;
  readonly version: string;
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
  const { samples, seed, doseFile } = request;
  const report = stageReport(context);
  const clockMs = (): number => performance.now();
  const startedMs = clockMs();
  const watch = stopwatch(clockMs);
  report('decode', 0);
  const model = await findModel(services.packageRoot, request.model, 'course');
  const { manifest } = model;
  watch.lap('open model');
  const opened = await openTimeline(request.path, request, report, signal);
  watch.lap('index and order');
  const { dose, warnings: doseWarnings } = await readDose(request, opened);
  const outliner = createOutliner(request, services);
  const tools = { engine: services.registration, outliner, signal, report, lap: watch.lap };
  const usable = usableSequences(manifest);
  const prepared = await prepareVisits(opened, request, usable, tools).finally(() => outliner.close());
  const horizon = chooseHorizon(request, prepared);
  const plan = dose && placeDose(dose, doseFile ?? '', prepared);
  const inference = await openInference(model, services.processes, signal);
  try {
    watch.lap('open model');
    const options = { samples, seed, signal, report, clockMs, breathe };
    const question = { horizonDays: horizon.days, plan, visits: manifest.visits };
    report('simulate', 0);
    const place = await prepareForecast(forecastInput(prepared, request, question), manifest, options);
    watch.lap('simulate: prepare');
    const output = await forecastLesion(place, inference, manifest, options);
    watch.lap('simulate');
    const asked = { place, output, prepared, compareArm: request.compareArm ?? null };
    const ready = { inference, model: manifest };
    const treatments = await compareTreatments(asked, ready, options);
    watch.lap('compare treatments');
    const explained = request.explain ? await explainForecast(place, ready, options) : null;
    watch.lap('explain');
    report('verify', 0);
    await breatheOrStop(signal);
    const comparison = compareForecast(prepared, output, manifest.id);
    watch.lap('verify');
    const parts = { request, model, prepared, place, output, comparison, treatments, explained };
    const sources = [prepared, horizon, { warnings: doseWarnings }, output, treatments, comparison];
    const warnings = sources.flatMap((source) => source.warnings);
    const timingsMs = { ...watch.lapsMs, total: clockMs() - startedMs, ...prefixed('simulate: ', output.timingsMs) };
    const { patientLabel } = opened.timeline;
    const finished = { ...parts, warnings, patientLabel, horizonDays: horizon.days, provider: inference.provider };
    return { ...finished, report: reportForecast(finished, services.version, timingsMs) };
  } finally {
    inference.close();
  }
}

function prefixed(prefix: string, values: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [prefix + name, value]));
}

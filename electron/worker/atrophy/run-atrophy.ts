import type { AtrophyManifest } from '../../contract/atrophy-manifest.ts';
import type { AtrophyRequest } from '../../contract/requests.ts';
import { ageOnStudyDay } from '../../core/decode/patient-age.ts';
import { ExpectedError } from '../../core/base/expected-error.ts';
import { daysOfYears, yearsOfDays } from '../../core/base/years.ts';
import type { Warning } from '../../core/base/warning.ts';
import { forecastAtrophy, type AtrophySupposition } from '../../core/simulate/atrophy/forecast-atrophy.ts';
import { insideSkull } from '../../core/simulate/atrophy/inside-skull.ts';
import { untoldWarnings } from '../../core/simulate/atrophy/untold-warnings.ts';
import { checkRanges } from '../../core/simulate/check-range.ts';
import { stopwatch } from '../../core/simulate/stopwatch.ts';
import { openTimeline } from '../files/open-timeline.ts';
import { stageReport, type HandlerContext } from '../handlers.ts';
import { findModel } from '../inference/list-models.ts';
import { openInference } from '../inference/open-inference.ts';
import { breathe } from '../pipeline/breathe.ts';
import { chooseVisits } from '../pipeline/choose-visits.ts';
import { loadVisit, type NativeVisit } from '../pipeline/load-visit.ts';
import type { ForecastServices } from '../pipeline/run-forecast.ts';
import type { FinishedAtrophy } from './finished-atrophy.ts';
import { measurePair } from './measure-pair.ts';
import { reportAtrophy } from './report-atrophy.ts';

const onlyT1 = { usable: ['T1'], beside: [] } as const;
/** A brain is larger, whoever outlined it. */
const leastBrainMl = 300;
/** What registration finds between closer dates is mostly its own noise, and a year's rate would multiply it. */
const leastPairDays = 90;

/**
 * From a folder to the healthy counterpart, the atrophy map and the future of a brain; with two dates, beside the change that
 * registration measures.
 *
 * @throws ExpectedError of every stage
 */
export async function runAtrophy(
  request: AtrophyRequest,
  services: ForecastServices,
  context: HandlerContext,
): Promise<FinishedAtrophy> {
  const { signal } = context;
  const report = stageReport(context);
  const clockMs = (): number => performance.now();
  const startedMs = clockMs();
  const watch = stopwatch(clockMs);
  report('decode', 0);
  const model = await findModel(services.packageRoot, request.model, 'atrophy');
  const { manifest } = model;
  const opened = await openTimeline(request.path, request, report, signal);
  const { baseline, previous, followUp } = chooseVisits(opened.timeline, onlyT1.usable, request.holdOut);
  const native = await loadVisit(baseline, opened.series, onlyT1, signal);
  const beside = followUp ?? previous;
  const other = beside && (await loadVisit(beside, opened.series, onlyT1, signal));
  watch.lap('decode');
  const [primary] = native.images;
  const supposed = suppositionOf(request, native, followUp && other ? yearsOfDays(other.day - native.day) : null);
  const inference = await openInference(model, services.processes, signal);
  try {
    watch.lap('open model');
    const { samples, seed } = request;
    const options = { samples, seed, signal, breathe };
    const asked = { ...supposed, ...options, report };
    const forecast = await forecastAtrophy(primary.volume, inference, manifest, asked);
    watch.lap('simulate');
    if (forecast === null || (forecast.volumesMl['brain'] ?? 0) < leastBrainMl) {
      throw new ExpectedError({ code: 'segment/no-brain', date: native.date });
    }
    const inside = insideSkull(forecast.shares, primary.volume.grid);
    const start = { native, forecast, inside, supposed, options };
    const close = other ? closeDates(native, other) : [];
    const tools = { inference, model, services, report };
    const pair = other && close.length === 0 ? await measurePair(start, other, tools) : null;
    watch.lap('measure');
    const warnings = [...opened.timeline.warnings, ...native.warnings, ...close, ...(pair?.warnings ?? [])];
    warnings.push(...replacedValues(request, supposed), ...untoldWarnings(supposed));
    warnings.push(...rangeWarnings(supposed, native, manifest));
    const { day, date } = native;
    const { patientLabel } = opened.timeline;
    const { provider } = inference;
    const patient = { request, patientLabel, model, provider, primary, date, day, supposed };
    const finished = { ...patient, forecast, inside, pair, warnings };
    const timingsMs = { ...watch.lapsMs, total: clockMs() - startedMs };
    return { ...finished, report: reportAtrophy(finished, services.version, timingsMs) };
  } finally {
    inference.close();
  }
}

function closeDates(scan: NativeVisit, other: NativeVisit): Warning[] {
  const days = Math.abs(other.day - scan.day);
  return days < leastPairDays ? [{ code: 'verify/dates-close', date: other.date, days, leastDays: leastPairDays }] : [];
}

/** An age that is not given is the header's. With a held-out follow-up the years are the real interval: any others would be compared with the wrong truth. */
export function suppositionOf(
  request: AtrophyRequest,
  { images: [{ series }] }: NativeVisit,
  heldOutYears: number | null,
): AtrophySupposition {
  const [header] = series.headers;
  const years = heldOutYears ?? request.years;
  if (years === undefined) throw new Error('the request schema lets no forecast without years through');
  return {
    course: request.course === 'unknown' ? null : request.course,
    years,
    yearsOfDisease: request.yearsOfDisease ?? null,
    ageYears: request.ageYears ?? (header ? ageOnStudyDay(header) : null),
  };
}

/** Says so where the interval to a held-out date took the place of the years asked for, and where the header told the age. */
export function replacedValues(request: AtrophyRequest, { years, ageYears }: AtrophySupposition): Warning[] {
  const [askedDays, usedDays] = [daysOfYears(request.years ?? years), daysOfYears(years)];
  const isAgeFound = request.ageYears === undefined && ageYears !== null;
  return [
    ...(askedDays === usedDays ? [] : [{ code: 'simulate/horizon-from-follow-up', askedDays, usedDays } as const]),
    ...(isAgeFound ? [{ code: 'simulate/age-from-header' } as const] : []),
  ];
}

function rangeWarnings(
  { years, yearsOfDisease, ageYears }: AtrophySupposition,
  { images: [{ volume }] }: NativeVisit,
  { trainedRanges }: AtrophyManifest,
): Warning[] {
  const given = (value: number | null): number[] => (value === null ? [] : [value]);
  return checkRanges(
    {
      years: [years],
      yearsOfDisease: given(yearsOfDisease),
      ageYears: given(ageYears),
      spacingMm: [Math.max(...volume.grid.spacingMm)],
    },
    trainedRanges,
  );
}

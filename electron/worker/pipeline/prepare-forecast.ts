import { ExpectedError, throwIfCancelled } from '../../core/base/expected-error.ts';
import type { ReportProgress } from '../../core/base/signal.ts';
import type { Mask } from '../../core/base/volume.ts';
import type { Warning } from '../../core/base/warning.ts';
import type { RigidEngine } from '../../core/register/rigid-engine.ts';
import { brainMask } from '../../core/segment/brain-mask.ts';
import { tissueMask } from '../../core/segment/tissue-mask.ts';
import type { ForecastSequence } from '../../core/simulate/forecast-types.ts';
import type { ScanOrigin } from '../../core/write/provenance.ts';
import type { Visit } from '../../contract/library.ts';
import type { ForecastRequest } from '../../contract/requests.ts';
import type { OpenedTimeline } from '../files/loadable-series.ts';
import { alignVisit, type AlignedVisit } from './align-visit.ts';
import { chooseVisits } from './choose-visits.ts';
import { loadVisit, type NativeImage, type NativeVisit } from './load-visit.ts';
import { outlineVisit, type OutlinedVisit } from './outline-visit.ts';

/** A visit that was loaded, aligned and outlined. */
export type PreparedVisit = OutlinedVisit & { readonly aligned: AlignedVisit };

/** Everything known before the model runs, on the baseline's grid. */
export interface PreparedForecast {
  readonly baseline: PreparedVisit;
  readonly previous: PreparedVisit | null;
  readonly followUp: PreparedVisit | null;
  readonly brain: Mask;
  readonly tissue: Mask;
  /** The baseline's series whose grid everything lies on. */
  readonly primary: NativeImage;
  readonly scans: ScanOrigin;
  readonly warnings: readonly Warning[];
}

/** What preparing needs from outside. */
export interface PrepareContext {
  readonly engine: RigidEngine;
  readonly signal: AbortSignal;
  readonly report: ReportProgress;
  /** Called when a stage ends, for timings. */
  readonly lap: (stage: string) => void;
}

/**
 * decode, order, register and segment: from a time line to aligned, outlined visits.
 *
 * @param usable sequences that the model takes, the one to outline the lesion on first
 * @throws ExpectedError of every stage
 */
export async function prepareForecast(
  opened: OpenedTimeline,
  request: ForecastRequest,
  usable: readonly ForecastSequence[],
  context: PrepareContext,
): Promise<PreparedForecast> {
  const { report, lap, signal } = context;
  checkMaskDates(opened, request);
  const chosen = chooseVisits(opened.timeline, usable, request.holdOut);
  const load = (visit: Visit | null): Promise<NativeVisit> | null =>
    visit && loadVisit(visit, opened.series, usable, signal);
  const native = { baseline: await loadVisit(chosen.baseline, opened.series, usable, signal) };
  const earlier = await load(chosen.previous);
  const later = await load(chosen.followUp);
  lap('decode');

  report('segment', 0);
  const [primary] = native.baseline.images;
  const brain = brainMask(primary.volume, primary.sequence);
  if (!brain) throw new ExpectedError({ code: 'segment/no-brain', date: native.baseline.date });
  lap('segment');

  const target = { fixed: primary.volume, brain, engine: context.engine, signal };
  const visits = [native.baseline, earlier, later].filter((visit) => visit !== null);
  const aligned: AlignedVisit[] = [];
  for (const visit of visits) {
    report('register', aligned.length / visits.length);
    aligned.push(await alignVisit(visit, target));
  }
  lap('register');

  const prepared: PreparedVisit[] = [];
  for (const visit of aligned) {
    report('segment', prepared.length / visits.length);
    throwIfCancelled(signal);
    const file = request.masks.find(({ date }) => date === visit.date)?.file ?? null;
    prepared.push({ ...(await outlineVisit(visit, brain, file)), aligned: visit });
  }
  const at = (visit: Visit | null): PreparedVisit | null =>
    prepared.find(({ aligned: { date } }) => date === visit?.date) ?? null;
  const baseline = at(chosen.baseline);
  if (!baseline) throw new Error('the baseline was not prepared');
  const lesion = baseline.visit.oedema ?? baseline.visit.core;
  const tissue = tissueMask(primary.volume, primary.sequence, brain, lesion);
  lap('segment');
  const known = { baseline, previous: at(chosen.previous), followUp: at(chosen.followUp) };
  return { ...known, brain, tissue, primary, scans: originOf(primary), warnings: collect(opened, prepared) };
}

/** Scans that say Synthetic Data YES were generated, as the demo patient's were. */
function originOf({ series }: NativeImage): ScanOrigin {
  return series.headers.some(({ syntheticData }) => syntheticData) ? 'generated' : 'acquired';
}

function checkMaskDates(opened: OpenedTimeline, request: ForecastRequest): void {
  const dates = opened.timeline.visits.map(({ date }) => date);
  for (const { date } of request.masks) {
    if (!dates.includes(date)) throw new ExpectedError({ code: 'timeline/unknown-date', date, dates });
  }
}

function collect(opened: OpenedTimeline, prepared: readonly PreparedVisit[]): Warning[] {
  const visits = prepared.flatMap(({ aligned, warnings }) => [...aligned.warnings, ...warnings]);
  return [...opened.timeline.warnings, ...visits];
}

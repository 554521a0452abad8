import { ExpectedError } from '../../core/base/expected-error.ts';
import type { ReportProgress } from '../../core/base/signal.ts';
import { maskVolumeMl, maskVoxels, type Mask } from '../../core/base/volume.ts';
import type { Warning } from '../../core/base/warning.ts';
import type { RigidEngine } from '../../core/register/rigid-engine.ts';
import { tissueMask } from '../../core/segment/tissue-mask.ts';
import type { ForecastSequence } from '../../core/simulate/forecast-types.ts';
import type { ModelIdentity } from '../../core/write/model-identity.ts';
import type { ScanOrigin } from '../../core/write/provenance.ts';
import type { Visit } from '../../contract/library.ts';
import type { ForecastRequest } from '../../contract/requests.ts';
import type { OpenedTimeline } from '../files/loadable-series.ts';
import { alignVisit, type AlignedVisit } from './align-visit.ts';
import { breatheOrStop } from './breathe.ts';
import { chooseVisits, type ChosenVisits } from './choose-visits.ts';
import { findBrain } from './find-brain.ts';
import { readGivenOutline, type GivenOutline } from './given-outline.ts';
import { loadVisit, type NativeImage, type NativeVisit } from './load-visit.ts';
import { isModelNeeded, outlineVisit, type OutlinedVisit, type OutlineSources } from './outline-visit.ts';
import type { Outliner } from './outliner.ts';
import { isLesionGone, isTakenOut } from './taken-out.ts';

/** A visit that was loaded, aligned and outlined. */
export type PreparedVisit = OutlinedVisit & { readonly aligned: AlignedVisit };

/** Everything known before the model runs, on the baseline's grid. */
export interface PreparedForecast {
  readonly baseline: PreparedVisit;
  readonly previous: PreparedVisit | null;
  readonly followUp: PreparedVisit | null;
  /** Visits before `previous`, oldest first; the model may be given the newest of them. */
  readonly earlier: readonly PreparedVisit[];
  readonly brain: Mask;
  readonly tissue: Mask;
  /** The baseline's series whose grid everything lies on. */
  readonly primary: NativeImage;
  readonly scans: ScanOrigin;
  /** The model that outlined lesions; null where none did. */
  readonly segmentation: ModelIdentity | null;
  readonly warnings: readonly Warning[];
}

/** What preparing needs from outside. */
export interface PrepareContext {
  readonly engine: RigidEngine;
  readonly outliner: Outliner;
  readonly signal: AbortSignal;
  readonly report: ReportProgress;
  /** Called when a stage ends, for timings. */
  readonly lap: (stage: string) => void;
}

/**
 * decode, order, register and segment: from a time line to aligned, outlined visits. Every dated visit takes part,
 * however many the model is given later.
 *
 * @param usable sequences that the model takes, the one to outline the lesion on first
 * @throws ExpectedError of every stage
 */
export async function prepareVisits(
  opened: OpenedTimeline,
  request: ForecastRequest,
  usable: readonly ForecastSequence[],
  context: PrepareContext,
): Promise<PreparedForecast> {
  const { report, lap, signal } = context;
  const chosen = chooseVisits(opened.timeline, usable, request.holdOut);
  const order = [chosen.baseline, chosen.followUp, chosen.previous, ...chosen.earlier].filter(
    (visit) => visit !== null,
  );
  checkMaskDates(order, request);
  const native: NativeVisit[] = [];
  for (const visit of order) native.push(await loadVisit(visit, opened.series, { usable }, signal));
  const given = await readOutlines(native, request, signal);
  lap('decode');

  report('segment', 0);
  await breatheOrStop(signal);
  const [first] = native;
  if (!first) throw new Error('the baseline was not loaded');
  const [primary] = first.images;
  const { brain, warnings: brainWarnings } = await findBrain(primary, first.date, context.outliner, signal);
  lap('segment');

  const target = { fixed: primary.volume, brain, engine: context.engine, signal };
  const prepared: PreparedVisit[] = [];
  for (const visit of native) {
    report('register', prepared.length / native.length);
    const aligned = await alignVisit(visit, target);
    lap('register');
    report('segment', prepared.length / native.length);
    await breatheOrStop(signal);
    const takenOut = isTakenOut(request, visit.day - first.day);
    const known = { brain, given: given.get(visit.date) ?? null, isTakenOut: takenOut };
    prepared.push(await outlineAligned(aligned, known, context));
    lap('segment');
  }
  const visits = finish(opened, chosen, prepared, { primary, brain, request });
  const { used, warnings } = context.outliner;
  return { ...visits, segmentation: used, warnings: [...visits.warnings, ...brainWarnings, ...warnings] };
}

/** Outlines a visit that was aligned, with the model where it adds anything. */
export async function outlineAligned(
  aligned: AlignedVisit,
  known: Omit<OutlineSources, 'seen'>,
  { outliner, signal }: Pick<PrepareContext, 'outliner' | 'signal'>,
): Promise<PreparedVisit> {
  const seen = isModelNeeded(aligned, known.given) ? await outliner.outline(aligned.images, signal) : null;
  const outlined = outlineVisit(aligned, { ...known, seen });
  const coreMl = seen && seen.coreProbability !== null && known.given === null ? maskVolumeMl(seen.core) : null;
  const untrained = seen ? outliner.checkTrained(aligned.native, coreMl) : [];
  return { ...outlined, warnings: [...outlined.warnings, ...untrained], aligned };
}

function finish(
  opened: OpenedTimeline,
  chosen: ChosenVisits,
  prepared: readonly PreparedVisit[],
  { primary, brain, request }: Pick<PreparedForecast, 'primary' | 'brain'> & { readonly request: ForecastRequest },
): Omit<PreparedForecast, 'segmentation'> {
  const at = (visit: Visit | null): PreparedVisit | null =>
    prepared.find(({ aligned: { date } }) => date === visit?.date) ?? null;
  const baseline = at(chosen.baseline);
  if (!baseline) throw new Error('the baseline was not prepared');
  const { core, oedema, date } = baseline.visit;
  const previous = at(chosen.previous);
  if (maskVoxels(core) === 0 && !isLesionGone(request, previous && maskVoxels(previous.visit.core))) {
    throw new ExpectedError({ code: 'segment/no-lesion', date });
  }
  const earlier = chosen.earlier.map(at).filter((visit) => visit !== null);
  const visits = { baseline, previous, followUp: at(chosen.followUp), earlier };
  const tissue = tissueMask(primary.volume, primary.sequence, brain, oedema ?? core);
  const warnings = [
    ...opened.timeline.warnings,
    ...prepared.flatMap((visit) => [...visit.aligned.warnings, ...visit.warnings]),
  ];
  return { ...visits, brain, tissue, primary, scans: originOf(primary), warnings };
}

/** Masks are read before the long work begins, so that a wrong path costs no minutes. */
async function readOutlines(
  visits: readonly NativeVisit[],
  request: ForecastRequest,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, GivenOutline>> {
  const outlines = new Map<string, GivenOutline>();
  for (const { date, file } of request.masks) {
    const visit = visits.find((entry) => entry.date === date);
    if (visit) outlines.set(date, await readGivenOutline(visit, file, signal));
  }
  return outlines;
}

/** Scans that say Synthetic Data YES were generated, as the demo patient's were. */
export function originOf({ series }: NativeImage): ScanOrigin {
  return series.headers.some(({ syntheticData }) => syntheticData) ? 'generated' : 'acquired';
}

function checkMaskDates(visits: readonly Visit[], request: ForecastRequest): void {
  const dates = visits.map(({ date }) => date).sort();
  for (const { date } of request.masks) {
    if (!dates.includes(date)) throw new ExpectedError({ code: 'timeline/unknown-date', date, dates });
  }
}

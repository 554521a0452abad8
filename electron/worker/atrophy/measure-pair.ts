import type { AtrophyManifest } from '../../contract/atrophy-manifest.ts';
import { ExpectedError } from '../../core/base/expected-error.ts';
import type { Inference } from '../../core/base/inference.ts';
import type { ReportProgress } from '../../core/base/signal.ts';
import { yearsOfDays } from '../../core/base/years.ts';
import type { Mask, Volume } from '../../core/base/volume.ts';
import type { Warning } from '../../core/base/warning.ts';
import { measureChange, softenedChange, unchangedPercent } from '../../core/register/deform/measure-change.ts';
import { sampleImage } from '../../core/register/sample-image.ts';
import type { AtrophyMap } from '../../core/simulate/atrophy/atrophy-map.ts';
import { atrophyImage } from '../../core/simulate/atrophy/atrophy-image.ts';
import type { AtrophyQuestion } from '../../core/simulate/atrophy/atrophy-question.ts';
import { readHead } from '../../core/simulate/atrophy/atrophy-reader.ts';
import {
  answerQuestion,
  type AtrophyForecast,
  type AtrophyOptions,
  type AtrophyOutcome,
  type AtrophySupposition,
} from '../../core/simulate/atrophy/forecast-atrophy.ts';
import { groupMeanAnswer, groupMeanChange } from '../../core/simulate/atrophy/group-means.ts';
import { insideSkull } from '../../core/simulate/atrophy/inside-skull.ts';
import { coarseShares, type StructureChange } from '../../core/simulate/atrophy/structure-changes.ts';
import { percentPerYear } from '../../core/simulate/structure-volumes.ts';
import { intensityRange, matchIntensity } from '../../core/verify/match-intensity.ts';
import { measuredRates, type MeasuredStructure } from '../../core/verify/measured-rates.ts';
import { scoreImage } from '../../core/verify/score-method.ts';
import type { ReportedPair } from '../../core/write/atrophy/atrophy-report.ts';
import { yearlyChange } from '../../core/write/atrophy/yearly-change.ts';
import type { LoadedModel } from '../inference/load-model.ts';
import { alignVisit } from '../pipeline/align-visit.ts';
import { breatheOrStop } from '../pipeline/breathe.ts';
import type { NativeImage, NativeVisit } from '../pipeline/load-visit.ts';
import type { ForecastServices } from '../pipeline/run-forecast.ts';
import { readGroupMeans } from './read-group-means.ts';

/** What two real dates show: the change that registration measured, beside what the model foretold from the earlier one. */
export interface MeasuredPair {
  /** `actual` where the other date was held out and is later, else `earlier`. */
  readonly role: 'actual' | 'earlier';
  readonly date: string;
  /** The other date's scan as it was acquired. */
  readonly source: NativeImage;
  /** The other date's scan on the grid of the first and in its units. */
  readonly image: Volume;
  readonly map: AtrophyMap;
  readonly figures: ReportedPair;
  readonly warnings: readonly Warning[];
}

/** The scan that a forecast starts from, and the forecast. */
export interface PairStart {
  readonly native: NativeVisit;
  readonly forecast: AtrophyForecast;
  readonly inside: Mask;
  readonly supposed: AtrophySupposition;
  readonly options: AtrophyOptions & { readonly signal: AbortSignal };
}

/** What measuring needs from outside. */
export interface PairTools {
  readonly inference: Inference;
  readonly model: LoadedModel<AtrophyManifest>;
  readonly services: ForecastServices;
  readonly report: ReportProgress;
}

/**
 * Lays another date over the scan that a forecast starts from, measures what changed, and compares the model with it.
 *
 * @throws ExpectedError 'register/failed', 'job/cancelled', 'model/runtime-failed', 'segment/no-brain'
 */
export async function measurePair(start: PairStart, other: NativeVisit, tools: PairTools): Promise<MeasuredPair> {
  const { native, forecast } = start;
  tools.report('register', 0);
  const { image, registrations, warnings } = await onFirstScan(start, other, tools);
  tools.report('register', 0.3);
  const isLater = other.day > native.day;
  const [{ volume: scan }] = native.images;
  const scans = isLater ? { earlier: scan, later: image } : { earlier: image, later: scan };
  const space = isLater ? 'earlier' : 'later';
  const logRatio = await measured(scans, space, start);
  tools.report('verify', 0);
  const years = yearsOfDays(Math.abs(other.day - native.day));
  const foretold = isLater
    ? forecast.ahead
    : await foretell(image, { ...start, supposed: supposedEarlier(start.supposed, years), date: other.date }, tools);
  const group = await groupRival(scans.earlier, foretold.question, forecast, tools);
  const threshold = unchangedPercent / years;
  const rates = measuredRates(forecast.shares, logRatio.data, space, years);
  return {
    role: isLater ? 'actual' : 'earlier',
    date: other.date,
    source: other.images[0],
    image,
    map: {
      change: {
        grid: logRatio.grid,
        data: softenedChange(logRatio).data.map((value) => 100 * Math.expm1(value / years)),
      },
      unit: '%/year',
      threshold,
    },
    figures: {
      earlierDate: isLater ? native.date : other.date,
      laterDate: isLater ? other.date : native.date,
      years,
      registrations,
      threshold,
      structures: foretold.structures.flatMap((change) => {
        const rate = rates[change.structure];
        return rate ? [beside(change, rate, years, group.rateOf(change.structure))] : [];
      }),
      methods: scorePictures(
        scans,
        { [tools.model.manifest.id]: foretold.image, 'group-mean': group.image },
        start.inside,
      ),
    },
    warnings: [...other.warnings, ...warnings, ...untrusted(rates)],
  };
}

type Scans = Readonly<Record<'earlier' | 'later', Volume>>;

/** The other date on the first scan's grid and in its units. */
async function onFirstScan(
  { native, inside, options: { signal } }: PairStart,
  other: NativeVisit,
  { services }: PairTools,
): Promise<Pick<MeasuredPair, 'image' | 'warnings'> & Pick<ReportedPair, 'registrations'>> {
  const [{ volume: fixed }] = native.images;
  const target = { fixed, brain: inside, engine: services.registration, signal };
  const { images, alignments, warnings } = await alignVisit(other, target);
  const registrations = alignments.map(({ date, sequence, movingToFixed, quality }) => {
    return { date, sequence, movingToFixed, quality };
  });
  if (images.T1 === undefined) throw new Error('the other date was loaded for its T1');
  return { image: matchIntensity(images.T1, fixed, inside).volume, registrations, warnings };
}

/** Natural logarithm of later over earlier volume, on the model's grid and in the space of the first scan. */
async function measured(
  { earlier, later }: Scans,
  space: keyof Scans,
  { forecast: { shares }, options: { signal } }: PairStart,
): Promise<Volume> {
  const { grid } = shares;
  const seen = (volume: Volume): Volume => ({ grid, data: sampleImage(volume, grid) });
  const pair = { earlier: seen(earlier), later: seen(later), brain: insideSkull(shares, grid) };
  return measureChange(pair, { space, pause: () => breatheOrStop(signal) });
}

/** What is supposed of a scan so many years earlier, with those years ahead: the patient was younger. */
export function supposedEarlier(supposed: AtrophySupposition, years: number): AtrophySupposition {
  const { ageYears } = supposed;
  return { ...supposed, years, ageYears: ageYears === null ? null : Math.max(0, ageYears - years) };
}

/** What the model would have said from the earlier date alone. */
async function foretell(
  scan: Volume,
  { supposed, options, date }: PairStart & { readonly date: string },
  { inference, model: { manifest: model } }: PairTools,
): Promise<AtrophyOutcome> {
  const head = await readHead(scan, inference, model, options.signal);
  if (head === null) throw new ExpectedError({ code: 'segment/no-brain', date });
  const { course, years, ageYears } = supposed;
  const question = { direction: 'ahead', course, years, ageYears } as const;
  return answerQuestion({ scan, head, model }, question, options);
}

function untrusted(rates: Readonly<Record<string, MeasuredStructure>>): Warning[] {
  return Object.entries(rates).flatMap(([structure, { rate, trustedShare }]) =>
    rate === null ? [{ code: 'verify/structure-untrusted', structure, trustedShare } as const] : [],
  );
}

function beside(
  change: StructureChange,
  { rate, trustedShare }: MeasuredStructure,
  years: number,
  groupPercentPerYear: number | null,
): ReportedPair['structures'][number] {
  const { percent, percent90, ml } = yearlyChange(change, change.nowMl, years);
  return {
    structure: change.structure,
    measured: rate,
    trustedShare,
    predicted: { percentPerYear: percent, mlPerYear: ml },
    interval90: percent90,
    groupPercentPerYear,
  };
}

/** What the mean of the training scenes would have said of the earlier scan. */
async function groupRival(
  scan: Volume,
  question: AtrophyQuestion,
  { shares, ahead }: AtrophyForecast,
  { model }: PairTools,
): Promise<{ readonly image: Volume; readonly rateOf: (structure: string) => number | null }> {
  const means = await readGroupMeans(model);
  const coarse = coarseShares(shares, ahead.spread.grid);
  return {
    image: atrophyImage(scan, groupMeanAnswer(means, question, coarse)),
    rateOf: (structure) => {
      const change = groupMeanChange(means, question, structure);
      return change === null ? null : percentPerYear(100, 100 + change, question.years ?? 1);
    },
  };
}

/** Predicted pictures and the unchanged earlier one against the later scan, within the skull. */
function scorePictures(
  { earlier, later }: Scans,
  predicted: Readonly<Record<string, Volume>>,
  inside: Mask,
): ReportedPair['methods'] {
  const range = intensityRange(later, inside);
  const score = (volume: Volume) => scoreImage({ predicted: volume, actual: later, brain: inside, range });
  return Object.entries({ ...predicted, 'no-change': earlier }).map(([id, volume]) => ({ id, ...score(volume) }));
}

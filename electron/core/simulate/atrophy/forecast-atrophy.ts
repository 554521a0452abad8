import type { Course } from '../../base/atrophy-rates.ts';
import type { Inference } from '../../base/inference.ts';
import { randomStream } from '../../base/random.ts';
import type { ReportProgress } from '../../base/signal.ts';
import type { Volume } from '../../base/volume.ts';
import { integrateVelocity, jacobianDeterminant } from '../../register/deform/displacement-field.ts';
import { refineField } from '../../register/deform/lead-image.ts';
import { pause, type Pauses } from '../pause.ts';
import type { LabelShares } from '../structure-volumes.ts';
import type { AtrophyDescription } from './atrophy-description.ts';
import { atrophyImage } from './atrophy-image.ts';
import { atrophyMap, spreadOfChange, type AtrophyMap } from './atrophy-map.ts';
import { marginsOf, type AtrophyQuestion } from './atrophy-question.ts';
import { readHead, type AtrophyAnswer, type ReadHead } from './atrophy-reader.ts';
import {
  changeOf,
  coarseShares,
  intracranialMl,
  structureChanges,
  volumeIntervals,
  volumeBySide,
  volumesOf,
  type ChangePercents,
  type ScanSide,
  type SidedVolume,
  type StructureChange,
  type StructureVolumes,
} from './structure-changes.ts';

/** What is supposed about a patient. */
export interface AtrophySupposition {
  /** Null where nobody knows. */
  readonly course: Course | null;
  /** Years ahead, above 0. */
  readonly years: number;
  /** Years of disease until the scan, above 0; null where nobody knows. */
  readonly yearsOfDisease: number | null;
  readonly ageYears: number | null;
}

/** Settings of one atrophy forecast. */
export interface AtrophyOptions extends Pauses {
  /** Sampled answers per question. */
  readonly samples: number;
  readonly seed: number;
  readonly report?: ReportProgress;
}

/** The brain that one question is about, beside the scan. */
export interface AtrophyOutcome {
  readonly question: AtrophyQuestion;
  /** On the scan's grid. */
  readonly image: Volume;
  /** On the model's grid. */
  readonly map: AtrophyMap;
  /** Standard deviation of the sampled answers, percentage points of the whole change, on the model's coarse grid. */
  readonly spread: Volume;
  readonly structures: readonly StructureChange[];
}

/** What the model says about one head. */
export interface AtrophyForecast {
  readonly shares: LabelShares;
  readonly volumesMl: StructureVolumes;
  /** Where nine of ten true volumes lie, by calibration; millilitres. */
  readonly volumes90Ml: Readonly<Record<string, readonly [number, number]>>;
  readonly intracranialMl: number;
  readonly hippocampusMl: SidedVolume;
  /** The healthy counterpart, and what was lost since. */
  readonly since: AtrophyOutcome;
  /** The brain in some years. */
  readonly ahead: AtrophyOutcome;
}

/**
 * Healthy counterpart, atrophy map and future of one head.
 *
 * @param scan T1 with the head
 * @returns null when the scan shows no head
 * @throws ExpectedError 'job/cancelled', 'model/runtime-failed', 'model/graph-mismatch', 'model/bad-manifest'
 */
export async function forecastAtrophy(
  scan: Volume,
  inference: Inference,
  model: AtrophyDescription,
  asked: AtrophySupposition & AtrophyOptions,
): Promise<AtrophyForecast | null> {
  const head = await readHead(scan, inference, model, asked.signal);
  if (head === null) return null;
  const { course, years, yearsOfDisease, ageYears } = asked;
  const view = { scan, head, model };
  asked.report?.('simulate', 0.1);
  const since = await answerQuestion(view, { direction: 'since', course, years: yearsOfDisease, ageYears }, asked);
  asked.report?.('simulate', 0.55);
  const ahead = await answerQuestion(view, { direction: 'ahead', course, years, ageYears }, asked);
  const volumesMl = volumesOf(head.shares);
  const { shares } = head;
  const volumes90Ml = volumeIntervals(volumesMl, model.calibration.volumeMarginLogarithm);
  const hippocampusMl = volumeBySide(shares, 'hippocampus');
  return { shares, volumesMl, volumes90Ml, intracranialMl: intracranialMl(volumesMl), hippocampusMl, since, ahead };
}

/** A scan and what the model saw in it. */
export interface AtrophyView {
  readonly scan: Volume;
  readonly head: ReadHead;
  readonly model: AtrophyDescription;
}

/**
 * The brain that a question is about, with image, map and volumes.
 *
 * @throws ExpectedError 'job/cancelled', 'model/runtime-failed', 'model/graph-mismatch'
 */
export async function answerQuestion(
  { scan, head, model }: AtrophyView,
  question: AtrophyQuestion,
  options: AtrophyOptions,
): Promise<AtrophyOutcome> {
  const scanIs: ScanSide = question.direction === 'since' ? 'later' : 'earlier';
  const { nullPercent } = model.calibration;
  const middle = await head.answer(question, new Float32Array(model.latentSize));
  await pause(options);
  const coarse = coarseShares(head.shares, middle.velocity.grid);
  const image = atrophyImage(scan, middle);
  await pause(options);
  const determinant = fineDeterminant(middle, head);
  await pause(options);
  const nowCoarse = volumesOf(coarse);
  const determinants = await drawDeterminants({ scan, head, model }, question, options);
  const [now, then] = [volumesOf(head.shares), volumesOf(head.shares, determinant)];
  const middleChange = changeOf(now, then, scanIs);
  const coarseChange = (one: Float32Array): ChangePercents => changeOf(nowCoarse, volumesOf(coarse, one), scanIs);
  const coarseMiddle = coarseChange(coarseDeterminant(middle));
  const futures = determinants.map((drawn) => shifted(middleChange, coarseMiddle, coarseChange(drawn)));
  return {
    question,
    image,
    map: atrophyMap(head.shares, determinant, scanIs, { years: question.years, nullPercent }),
    spread: spreadOfChange(coarse.grid, determinants, scanIs),
    structures: structureChanges(now, then, scanIs, { futures, margins: marginsOf(question, model) }),
  };
}

/** Coarse determinants of the sampled answers; the model draws the next one while the last is integrated. */
async function drawDeterminants(
  { head, model }: AtrophyView,
  question: AtrophyQuestion,
  options: AtrophyOptions,
): Promise<Float32Array[]> {
  const stream = randomStream(options.seed);
  const draw = (): Promise<AtrophyAnswer> => {
    const scale = model.calibration.latentScale;
    const latent = Float32Array.from({ length: model.latentSize }, () => scale * stream.normal());
    const answer = head.answer(question, latent);
    // A pause may end this function while an answer is still on its way.
    answer.catch(() => undefined);
    return answer;
  };
  const determinants: Float32Array[] = [];
  let coming = draw();
  for (let n = 1; n <= options.samples; n++) {
    const answer = await coming;
    if (n < options.samples) coming = draw();
    await pause(options);
    determinants.push(coarseDeterminant(answer));
  }
  return determinants;
}

/** What a drawn change differs by from the middle on the coarse grid, added to the middle on the fine one. */
function shifted(middle: ChangePercents, coarseMiddle: ChangePercents, drawn: ChangePercents): ChangePercents {
  return Object.fromEntries(
    Object.entries(middle).map(([name, percent]) => [name, percent + (drawn[name] ?? 0) - (coarseMiddle[name] ?? 0)]),
  );
}

function coarseDeterminant({ velocity }: Pick<AtrophyAnswer, 'velocity'>): Float32Array {
  return jacobianDeterminant(integrateVelocity(velocity, 1));
}

/** Volume after the answer over volume before, on the model's own grid: slower than on the answer's, and sharper. */
function fineDeterminant({ velocity }: AtrophyAnswer, { grid }: ReadHead): Float32Array {
  return jacobianDeterminant(integrateVelocity(refineField(velocity, grid), 1));
}

import type { Mask, Volume } from '../../core/base/volume.ts';
import type { Warning } from '../../core/base/warning.ts';
import type { ForecastOutput, ForecastSequence, ImagesBySequence } from '../../core/simulate/forecast-types.ts';
import { intensityRange, matchIntensity } from '../../core/verify/match-intensity.ts';
import { scoreImage, scoreMethod, type MethodScores } from '../../core/verify/score-method.ts';
import type { PreparedForecast, PreparedVisit } from './prepare-visits.ts';

/** Prediction and rivals beside the real follow-up. */
export interface Comparison {
  /** The model first, then its rivals. */
  readonly methods: readonly MethodScores[];
  /** The follow-up's images in the baseline's intensity units; empty without a follow-up. */
  readonly actualImages: ImagesBySequence;
  readonly warnings: readonly Warning[];
}

/** Masks and images of one method, on the baseline's grid. */
interface Method {
  readonly id: string;
  readonly core: Mask;
  readonly oedema: Mask | null;
  readonly images: ImagesBySequence;
}

/** Scores the model and every rival against the held-out visit; all scores are null when there is none. */
export function compareForecast(prepared: PreparedForecast, output: ForecastOutput, modelId: string): Comparison {
  const { baseline, followUp } = prepared;
  const model: Method = { id: modelId, core: output.coreMask, oedema: output.oedemaMask, images: output.images };
  const actualImages = followUp ? inBaselineUnits(prepared, followUp) : {};
  const scoreImages = imageScorer(prepared, actualImages);
  const methods = [model, ...output.rivals].map((method) =>
    scoreMethod({
      id: method.id,
      core: { predicted: method.core, actual: followUp?.visit.core ?? null, baseline: baseline.visit.core },
      oedema: oedemaToScore(method, prepared),
      image: scoreImages(method.images),
    }),
  );
  return { methods, actualImages, warnings: followUp ? honestWarnings(methods, followUp) : [] };
}

function oedemaToScore(method: Method, { baseline, followUp }: PreparedForecast) {
  if (!method.oedema || !baseline.visit.oedema) return null;
  return { predicted: method.oedema, actual: followUp?.visit.oedema ?? null, baseline: baseline.visit.oedema };
}

/** Scores an image once, however many methods share it (every rival shows the last scan). */
function imageScorer(prepared: PreparedForecast, actualImages: ImagesBySequence) {
  const { sequence } = prepared.primary;
  const actual = actualImages[sequence] ?? null;
  const known = new Map<Volume, MethodScores['image']>();
  return (images: ImagesBySequence): MethodScores['image'] => {
    const predicted = images[sequence];
    if (!predicted || !actual) return { ssim: null, psnrDb: null };
    const before = known.get(predicted);
    if (before) return before;
    const range = intensityRange(actual, prepared.brain);
    const scores = scoreImage({ predicted, actual, brain: prepared.brain, range });
    known.set(predicted, scores);
    return scores;
  };
}

/** MR units drift from day to day: each image of the follow-up is matched to the baseline's over unchanged brain. */
function inBaselineUnits(prepared: PreparedForecast, followUp: PreparedVisit): ImagesBySequence {
  const unchanged = unchangedBrain(prepared, followUp);
  const matched: Partial<Record<ForecastSequence, Volume>> = {};
  for (const [name, volume] of Object.entries(followUp.visit.images)) {
    const sequence = name as ForecastSequence;
    const reference = prepared.baseline.visit.images[sequence];
    if (reference) matched[sequence] = matchIntensity(volume, reference, unchanged).volume;
  }
  return matched;
}

function unchangedBrain({ brain, baseline }: PreparedForecast, followUp: PreparedVisit): Mask {
  const lesions = [baseline, followUp].flatMap(({ visit }) => [visit.core, ...(visit.oedema ? [visit.oedema] : [])]);
  const data = brain.data.map((inside, v) => (inside && lesions.every((lesion) => lesion.data[v] === 0) ? 1 : 0));
  return { grid: brain.grid, data };
}

/** A Dice that is lower by less is the same one. */
const leastWorse = 0.005;

function honestWarnings(methods: readonly MethodScores[], followUp: PreparedVisit): Warning[] {
  const warnings: Warning[] = [];
  if (followUp.outline !== 'file') warnings.push({ code: 'verify/truth-automatic', date: followUp.visit.date });
  const [model] = methods;
  const noChange = methods.find(({ id }) => id === 'no-change');
  for (const region of ['core', 'oedema'] as const) {
    const [ours, theirs] = [model?.[region]?.dice ?? null, noChange?.[region]?.dice ?? null];
    if (ours !== null && theirs !== null && theirs - ours >= leastWorse) {
      warnings.push({ code: 'verify/worse-than-no-change', region, difference: ours - theirs });
    }
  }
  return warnings;
}

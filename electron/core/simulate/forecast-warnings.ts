import { hasRadiotherapy } from '../base/arm.ts';
import { maskVoxels } from '../base/volume.ts';
import type { Warning } from '../base/warning.ts';
import { checkRanges } from './check-range.ts';
import { meanInside } from './mean-inside.ts';
import { sequencesOf, type ModelDescription } from './model-description.ts';
import { fractionOutside } from './model-grid.ts';
import { radialRate } from './outline-growth.ts';
import type { ForecastWorkplace } from './prepare-forecast.ts';

/** Less than this share of the lesion outside the model's field is not worth a word. */
const worthMentioning = 0.005;
/** A fit that misses the measured volumes by more than this is said to be poor. */
const poorFitPercent = 20;
/** A planned dose reaches a voxel where it is at least this share of its highest. */
const reachedShare = 0.5;
/** A plan may leave this share of the core unreached without a word: masks and plans are drawn by different hands. */
const leastReached = 0.95;

/** What the reader of a forecast must know about its inputs: assumptions, gaps, and values that the model never saw. */
export function forecastWarnings(place: ForecastWorkplace, model: ModelDescription): Warning[] {
  const { baseline, previous } = place.input;
  const warnings: Warning[] = [];
  if (previous === null) {
    const rateMmPerDay = radialRate(
      place.history,
      'coreMl',
      model.populationRateMmPerDay.core,
      model.rateLimitsMmPerDay,
    );
    warnings.push({ code: 'simulate/single-visit', rateMmPerDay });
  }
  for (const sequence of sequencesOf(model)) {
    if (baseline.images[sequence] === undefined) warnings.push({ code: 'simulate/missing-sequence', sequence });
  }
  const lesion = baseline.oedema ?? baseline.core;
  const outside = maskVoxels(lesion) === 0 ? 0 : fractionOutside(lesion, place.grid);
  if (outside > worthMentioning) warnings.push({ code: 'simulate/lesion-cropped', fractionOutside: outside });
  const residualPercent = place.growthModel.fit.residualPercent ?? 0;
  if (residualPercent > poorFitPercent) warnings.push({ code: 'simulate/growth-fit-poor', residualPercent });
  const ranges = checkRanges(measured(place), model.trainedRanges);
  return [...warnings, ...treatmentWarnings(place), ...ranges, ...plannedDoseWarnings(place, model)];
}

function treatmentWarnings({ input, treatment, last, horizonDays }: ForecastWorkplace): Warning[] {
  const warnings: Warning[] = [];
  const { arm, startDays } = treatment;
  if (arm !== 'none' && startDays >= horizonDays) {
    warnings.push({ code: 'simulate/treatment-after-horizon', startDays, horizonDays });
  }
  if (input.treatment.plan === null || treatment.doseGy === null) return warnings;
  const reachedFraction = reachedByDose(treatment.doseGy, last.coreMm, input.treatment.plan.dose.data);
  if (reachedFraction < leastReached) warnings.push({ code: 'simulate/dose-misses-lesion', reachedFraction });
  return warnings;
}

/** A plan is held to what the model was trained on by its mean over the last core, or by its highest dose without one. */
function plannedDoseWarnings({ input, treatment, last }: ForecastWorkplace, model: ModelDescription): Warning[] {
  if (input.treatment.plan === null || treatment.doseGy === null) return [];
  const doseGy = meanInside(treatment.doseGy, last.coreMm) ?? highestOf(treatment.doseGy);
  return checkRanges({ doseGy: [doseGy] }, model.trainedRanges).map((warning) => ({
    ...warning,
    quantity: 'Planned dose in the core',
  }));
}

/** Share of the last core that gets at least half of the plan's highest dose; 1 without a core. */
function reachedByDose(doseGy: Float32Array, coreMm: Float32Array, planGy: Float32Array): number {
  const enoughGy = reachedShare * highestOf(planGy);
  let [core, reached] = [0, 0];
  for (let v = 0; v < coreMm.length; v++) {
    if ((coreMm[v] as number) >= 0) continue;
    core++;
    if ((doseGy[v] as number) >= enoughGy && enoughGy > 0) reached++;
  }
  return core === 0 ? 1 : reached / core;
}

/** Everything that a model may name a trained range of. */
function measured({ input, history, ...place }: ForecastWorkplace): Record<string, number[]> {
  const { baseline, previous, earlier, treatment, ageYears } = input;
  const { coreMl, oedemaMl } = history.last;
  return {
    horizonDays: [place.horizonDays],
    intervalDays: previous === null ? [] : [place.intervalDays],
    earlierIntervalDays: earlier === null ? [] : [place.earlierIntervalDays],
    coreVolumeMl: [coreMl],
    oedemaVolumeMl: oedemaMl === null ? [] : [oedemaMl],
    spacingMm: [Math.max(...baseline.core.grid.spacingMm)],
    startDays: treatment.arm === 'none' ? [] : [treatment.startDays],
    doseGy: hasRadiotherapy(treatment.arm) && treatment.plan === null ? [treatment.prescribedGy] : [],
    ageYears: ageYears === null ? [] : [ageYears],
  };
}

function highestOf(gray: Float32Array): number {
  return gray.reduce((highest, value) => (value > highest ? value : highest), 0);
}

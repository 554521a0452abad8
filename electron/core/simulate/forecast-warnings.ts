import { maskVolumeMl } from '../base/volume.ts';
import type { Warning } from '../base/warning.ts';
import { checkRanges } from './check-range.ts';
import type { ForecastInput } from './forecast-types.ts';
import type { ModelDescription } from './model-description.ts';
import { fractionOutside } from './model-grid.ts';
import type { ForecastWorkplace } from './prepare-forecast.ts';

/** Less than this share of the lesion outside the model's field is not worth a word. */
const worthMentioning = 0.005;

/** What the reader of a forecast must know about its inputs: assumptions, gaps, and values that the model never saw. */
export function forecastWarnings(input: ForecastInput, place: ForecastWorkplace, model: ModelDescription): Warning[] {
  const { baseline, previous } = input;
  const warnings: Warning[] = [];
  if (previous === null) warnings.push({ code: 'simulate/single-visit', rateMmPerDay: place.ratesMmPerDay.core });
  for (const sequence of ['T1c', 'FLAIR'] as const) {
    if (baseline.images[sequence] === undefined) warnings.push({ code: 'simulate/missing-sequence', sequence });
  }
  const outside = fractionOutside(baseline.oedema ?? baseline.core, place.grid);
  if (outside > worthMentioning) warnings.push({ code: 'simulate/lesion-cropped', fractionOutside: outside });
  const measured = {
    horizonDays: [input.horizonDays],
    intervalDays: previous === null ? [] : [place.intervalDays],
    coreVolumeMl: [maskVolumeMl(baseline.core)],
    oedemaVolumeMl: baseline.oedema === null ? [] : [maskVolumeMl(baseline.oedema)],
    // Finer voxels than the model's are averaged; only coarse ones take information away.
    spacingMm: [Math.max(...baseline.core.grid.spacingMm)],
  };
  return [...warnings, ...checkRanges(measured, model.trainedRanges)];
}

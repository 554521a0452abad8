import type { Warning } from '../base/warning.ts';
import type { ModelDescription } from './model-description.ts';

const units: Readonly<Record<string, string>> = {
  horizonDays: 'd',
  intervalDays: 'd',
  earlierIntervalDays: 'd',
  startDays: 'd',
  doseGy: 'Gy',
  ageYears: 'years',
  years: 'years',
  yearsOfDisease: 'years',
  coreVolumeMl: 'ml',
  oedemaVolumeMl: 'ml',
  spacingMm: 'mm',
};

/** Finer voxels than the model's are averaged; only coarser ones take information away. */
const onlyAbove: ReadonlySet<string> = new Set(['spacingMm']);

/**
 * A warning for every quantity outside what the model was trained on.
 *
 * @param values by the names of the manifest's `trainedRanges`; several values where a quantity has several (an image each)
 * @returns one warning per quantity, with the value farthest out
 */
export function checkRanges(
  values: Readonly<Record<string, readonly number[]>>,
  ranges: ModelDescription['trainedRanges'],
): Warning[] {
  const warnings: Warning[] = [];
  for (const [quantity, measured] of Object.entries(values)) {
    const range = ranges[quantity];
    if (range === undefined) continue;
    const [minimum, maximum] = range;
    const excess = (value: number): number =>
      onlyAbove.has(quantity) ? value - maximum : Math.max(minimum - value, value - maximum);
    const worst = measured.reduce((a, b) => (excess(b) > excess(a) ? b : a), measured[0] ?? minimum);
    if (excess(worst) <= 1e-6) continue;
    warnings.push({
      code: 'simulate/out-of-range',
      quantity,
      value: worst,
      minimum,
      maximum,
      unit: units[quantity] ?? '',
    });
  }
  return warnings;
}

import type { Mask, Volume } from '../base/volume.ts';
import { requireSameGrid } from './require-same-grid.ts';

const bins = 15;

/**
 * Expected calibration error over a band: mean gap between the probability that was shown and the share that came true, in 15
 * bins of equal width; NaN for an empty band.
 *
 * @param probability 0..1
 * @param band voxels that count (see `edgeBand`)
 * @see Naeini 2015, doi:10.1609/aaai.v29i1.9602; models/common/probability_metrics.py calibration_error
 */
export function calibrationError(probability: Volume, actual: Mask, band: Mask): number {
  requireSameGrid(probability, actual, band);
  const gap = new Float64Array(bins);
  let count = 0;
  for (let v = 0; v < band.data.length; v++) {
    if (band.data[v] === 0) continue;
    const shown = probability.data[v] as number;
    const bin = Math.min(bins - 1, Math.floor(shown * bins));
    gap[bin] = (gap[bin] as number) + shown - (actual.data[v] === 0 ? 0 : 1);
    count++;
  }
  return gap.reduce((sum, value) => sum + Math.abs(value), 0) / count;
}

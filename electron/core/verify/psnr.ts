import type { Mask, Volume } from '../base/volume.ts';
import { requireSameGrid } from './require-same-grid.ts';

/**
 * Peak signal-to-noise ratio in decibel inside a mask; Infinity for equal images, NaN for an empty mask.
 *
 * @param range fixed intensity range, the same for every method that is compared
 * @throws RangeError when the images are not on one grid
 * @see models/common/metrics.py psnr_db
 */
export function psnrDb(predicted: Volume, actual: Volume, range: number, inside: Mask): number {
  requireSameGrid(predicted, actual, inside);
  let [sum, count] = [0, 0];
  for (let v = 0; v < inside.data.length; v++) {
    if (inside.data[v] === 0) continue;
    const error = (predicted.data[v] as number) - (actual.data[v] as number);
    sum += error * error;
    count++;
  }
  return 10 * Math.log10((range * range) / (sum / count));
}

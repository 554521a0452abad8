import type { Mask, Volume } from '../base/volume.ts';
import { requireSameGrid } from './require-same-grid.ts';

/**
 * Squared error inside a mask divided by the actual image's energy there; NaN when that energy is 0.
 *
 * @throws RangeError when the images are not on one grid
 * @see models/common/metrics.py nmse
 */
export function nmse(predicted: Volume, actual: Volume, inside: Mask): number {
  requireSameGrid(predicted, actual, inside);
  let [error, energy] = [0, 0];
  for (let v = 0; v < inside.data.length; v++) {
    if (inside.data[v] === 0) continue;
    const truth = actual.data[v] as number;
    error += ((predicted.data[v] as number) - truth) ** 2;
    energy += truth * truth;
  }
  return energy === 0 ? NaN : error / energy;
}

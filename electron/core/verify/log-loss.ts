import type { Mask, Volume } from '../base/volume.ts';
import { requireSameGrid } from './require-same-grid.ts';

/**
 * Mean negative log-likelihood over a band, in nats; NaN for an empty band. A share of n sampled futures is taken to be no
 * surer than 1 / (2 n), so that one voxel that no future reached does not make it infinite.
 *
 * @param probability share of the futures, 0..1
 * @param band voxels that count (see `edgeBand`)
 * @see models/common/probability_metrics.py log_loss
 */
export function logLoss(
  { probability, futures }: { readonly probability: Volume; readonly futures: number },
  actual: Mask,
  band: Mask,
): number {
  requireSameGrid(probability, actual, band);
  const least = 1 / (2 * futures);
  let [sum, count] = [0, 0];
  for (let v = 0; v < band.data.length; v++) {
    if (band.data[v] === 0) continue;
    const shown = Math.min(1 - least, Math.max(least, probability.data[v] as number));
    sum -= Math.log(actual.data[v] === 0 ? 1 - shown : shown);
    count++;
  }
  return sum / count;
}

import type { Mask } from '../base/volume.ts';
import { countVoxels } from './dice.ts';
import { requireSameGrid } from './require-same-grid.ts';

/**
 * Jaccard overlap |A and B| / |A or B|: 1 when both are empty, 0 when one is.
 *
 * @throws RangeError when the masks are not on one grid
 * @see models/common/metrics.py jaccard
 */
export function jaccard(predicted: Mask, actual: Mask): number {
  requireSameGrid(predicted, actual);
  const { both, first, second } = countVoxels(predicted.data, actual.data);
  const union = first + second - both;
  return union === 0 ? 1 : both / union;
}

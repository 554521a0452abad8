import { maskVoxels, type Mask } from '../base/volume.ts';
import { requireSameGrid } from './require-same-grid.ts';

/**
 * Signed error of the volume in percent of the actual one: 0 when both are empty, NaN when only the actual is.
 *
 * @throws RangeError when the masks are not on one grid
 * @see models/common/metrics.py volume_error_percent
 */
export function volumeErrorPercent(predicted: Mask, actual: Mask): number {
  requireSameGrid(predicted, actual);
  const [there, truth] = [maskVoxels(predicted), maskVoxels(actual)];
  if (truth === 0) return there === 0 ? 0 : NaN;
  return (100 * (there - truth)) / truth;
}

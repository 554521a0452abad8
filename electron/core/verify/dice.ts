import type { Mask } from '../base/volume.ts';
import { requireSameGrid } from './require-same-grid.ts';

/**
 * Dice overlap 2|A and B| / (|A| + |B|): 1 when both are empty, 0 when one is.
 *
 * @throws RangeError when the masks are not on one grid
 * @see models/common/metrics.py dice
 */
export function dice(predicted: Mask, actual: Mask): number {
  requireSameGrid(predicted, actual);
  const { both, first, second } = countVoxels(predicted.data, actual.data);
  return first + second === 0 ? 1 : (2 * both) / (first + second);
}

/** Voxels inside both, inside the first, inside the second region. */
export function countVoxels(a: Uint8Array, b: Uint8Array): { both: number; first: number; second: number } {
  let [both, first, second] = [0, 0, 0];
  for (let v = 0; v < a.length; v++) {
    const [inA, inB] = [a[v] !== 0, b[v] !== 0];
    if (inA) first++;
    if (inB) second++;
    if (inA && inB) both++;
  }
  return { both, first, second };
}

import { packedJaccard, type PackedMask } from '../base/packed-mask.ts';

/**
 * Squared generalised energy distance between sampled futures and the one truth, with 1 - IoU as the distance between two
 * regions: 2 E d(S, Y) - E d(S, S'), every pair of futures counted, also of a future with itself. 0 is perfect; futures that
 * are all alike cannot earn anything by their spread.
 *
 * @param futures at least one, all on one part of the grid
 * @param actual the truth on that part, and how many of its voxels lie beyond it
 * @see Kohl 2018, arXiv:1806.05034; models/common/probability_metrics.py energy_distance
 */
export function energyDistance(
  futures: readonly PackedMask[],
  actual: { readonly inside: PackedMask; readonly voxelsBeyond: number },
): number {
  const n = futures.length;
  let [toTruth, apart] = [0, 0];
  for (let a = 0; a < n; a++) {
    const one = futures[a] as PackedMask;
    toTruth += 1 - packedJaccard(one, actual.inside, actual.voxelsBeyond);
    for (let b = a + 1; b < n; b++) apart += 2 * (1 - packedJaccard(one, futures[b] as PackedMask));
  }
  return (2 * toTruth) / n - apart / (n * n);
}

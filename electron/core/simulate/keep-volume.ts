/** A threshold is moved by no more than this: it corrects how a staircase of voxels measures distance, not the prediction. */
const largestShiftMm = 1.5;
const binMm = 0.02;
const bins = Math.round(largestShiftMm / binMm);

/**
 * Threshold of a signed distance, near 0, at which the region has a wanted size. Distances between voxel centres are off by
 * up to a third of a voxel, by different amounts on the model grid and at full size; without this the same movement of an
 * outline would mean another volume there.
 *
 * @param distanceMm negative inside
 * @param allowed 1 where the region may be
 * @param wantedVoxels size of the region
 * @returns mm; exactly 0 when the region already has that size
 */
export function keepVolumeThresholdMm(distanceMm: Float32Array, allowed: Uint8Array, wantedVoxels: number): number {
  const below = new Int32Array(bins);
  const above = new Int32Array(bins);
  let inside = 0;
  for (let v = 0; v < distanceMm.length; v++) {
    if (allowed[v] === 0) continue;
    const distance = distanceMm[v] as number;
    if (distance < 0) {
      inside++;
      const bin = Math.floor(-distance / binMm);
      if (bin < bins) below[bin] = (below[bin] as number) + 1;
    } else {
      const bin = Math.floor(distance / binMm);
      if (bin < bins) above[bin] = (above[bin] as number) + 1;
    }
  }
  const missing = wantedVoxels - inside;
  return missing >= 0 ? reach(above, missing) : -reach(below, -missing);
}

/** Distance from 0 at which the bins add up to the wanted count most nearly; the smallest such distance. */
function reach(counts: Int32Array, wanted: number): number {
  let [sum, best, bestMiss] = [0, 0, wanted];
  for (let bin = 0; bin < bins && sum < wanted; bin++) {
    sum += counts[bin] as number;
    if (Math.abs(wanted - sum) >= bestMiss) continue;
    bestMiss = Math.abs(wanted - sum);
    best = (bin + 1) * binMm;
  }
  return best;
}

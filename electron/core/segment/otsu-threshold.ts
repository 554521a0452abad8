/**
 * The value that splits a sample in two so that the variance between both halves is largest.
 *
 * @param keep only values where it is not zero
 * @param range values outside of it count as its ends
 * @returns the middle of the range when there are no values
 * @see Otsu 1979, doi:10.1109/TSMC.1979.4310076
 */
export function otsuThreshold(values: Float32Array, keep: Uint8Array, range: readonly [number, number]): number {
  const bins = 128;
  const counts = new Float64Array(bins);
  const perUnit = bins / (range[1] - range[0]);
  for (let v = 0; v < values.length; v++) {
    if (keep[v] === 0) continue;
    const bin = Math.min(bins - 1, Math.max(0, Math.floor(((values[v] as number) - range[0]) * perUnit)));
    counts[bin] = (counts[bin] as number) + 1;
  }
  const total = counts.reduce((sum, count) => sum + count, 0);
  const moment = counts.reduce((sum, count, bin) => sum + count * bin, 0);
  let [below, momentBelow, best, bestBin] = [0, 0, -1, bins / 2 - 1];
  counts.forEach((count, bin) => {
    below += count;
    momentBelow += count * bin;
    if (below === 0 || below === total) return;
    const difference = momentBelow / below - (moment - momentBelow) / (total - below);
    const between = below * (total - below) * difference * difference;
    if (between <= best) return;
    best = between;
    bestBin = bin;
  });
  return range[0] + (bestBin + 1) / perUnit;
}

/**
 * Calibrated 90 % interval of a volume: the 5 % and 95 % quantiles of the logarithm over sampled futures, widened.
 *
 * @param futuresMl volume of every sampled future, at least one
 * @param smallestMl stands for an empty future, whose logarithm does not exist: the volume of one voxel
 * @param widening half-width added on each side of the log-volume (split-conformal calibration)
 * @returns [low, high] ml
 */
export function volumeInterval90Ml(
  futuresMl: readonly number[],
  smallestMl: number,
  widening: number,
): readonly [number, number] {
  const logarithms = futuresMl.map((volume) => Math.log(Math.max(volume, smallestMl))).sort((a, b) => a - b);
  return [Math.exp(quantile(logarithms, 0.05) - widening), Math.exp(quantile(logarithms, 0.95) + widening)];
}

/**
 * Quantile with linear interpolation between order statistics (numpy's default).
 *
 * @param sorted smallest first, at least one
 * @param share 0..1
 */
export function quantile(sorted: readonly number[], share: number): number {
  const position = share * (sorted.length - 1);
  const below = Math.floor(position);
  const low = sorted[below] as number;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] as number;
  return low + (position - below) * (high - low);
}

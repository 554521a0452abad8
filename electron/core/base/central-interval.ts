import { percentile } from './percentile.ts';

/**
 * Interval that holds the middle share of sampled volumes, with quantiles on the log scale.
 *
 * @param samplesMl at least one
 * @param share 0..1, for example 0.5 for the quartiles
 * @param smallestMl stands for an empty lesion, whose logarithm does not exist
 * @param widening added on each side of the log-volume
 * @returns [low, high] ml
 * @see models/common/probability_metrics.py log_volume_interval
 */
export function centralIntervalMl(
  samplesMl: readonly number[],
  share: number,
  smallestMl: number,
  widening = 0,
): readonly [number, number] {
  const logarithms = samplesMl.map((ml) => Math.log(Math.max(ml, smallestMl)));
  const tail = 50 * (1 - share);
  return [Math.exp(percentile(logarithms, tail) - widening), Math.exp(percentile(logarithms, 100 - tail) + widening)];
}

import { percentile } from './percentile.ts';

/**
 * Stands for an empty lesion where a logarithm is needed.
 *
 * @see models/glioma-course/scores.py SMALLEST_ML, the twin
 */
export const smallestMl = 0.01;

/** An interval that went through a logarithm comes back changed in its last digits. */
const rounding = 1e-9;

/**
 * Interval that holds the middle share of sampled volumes, with quantiles on the log scale.
 *
 * @param samplesMl at least one; what is smaller than `smallestMl` counts as that
 * @param share 0..1, for example 0.5 for the quartiles
 * @param widening half-width added on each side of the log-volume (split-conformal calibration)
 * @returns [low, high] ml
 * @see models/common/probability_metrics.py log_volume_interval, the twin
 */
export function centralIntervalMl(
  samplesMl: readonly number[],
  share: number,
  widening = 0,
): readonly [number, number] {
  const logarithms = samplesMl.map((ml) => Math.log(Math.max(ml, smallestMl)));
  const tail = 50 * (1 - share);
  return [Math.exp(percentile(logarithms, tail) - widening), Math.exp(percentile(logarithms, 100 - tail) + widening)];
}

/** Whether an interval of a volume holds one, which counts as `smallestMl` where it is smaller. */
export function holdsVolume([low, high]: readonly [number, number], volumeMl: number): boolean {
  const ml = Math.max(volumeMl, smallestMl);
  return low * (1 - rounding) <= ml && ml <= high * (1 + rounding);
}

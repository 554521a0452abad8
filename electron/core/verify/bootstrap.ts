import { randomStream } from '../base/random.ts';
import { percentile } from '../base/percentile.ts';

/** Mean of several patients with its interval. */
export interface MeanInterval {
  readonly mean: number;
  readonly ci95: readonly [number, number];
}

const resamples = 2000;
const bootstrapSeed = 1;

/**
 * Mean over patients with its 95 % percentile bootstrap interval (2,000 resamples of whole patients, always the same ones);
 * NaN values are left out.
 *
 * @param values one per patient; a paired difference for a comparison of two methods
 * @see models/common/metrics.py bootstrap_ci, the twin (with another random stream)
 */
export function bootstrapMean(values: readonly number[]): MeanInterval {
  const kept = values.filter((value) => !Number.isNaN(value));
  if (kept.length === 0) return { mean: NaN, ci95: [NaN, NaN] };
  const stream = randomStream(bootstrapSeed);
  const means = new Float64Array(resamples);
  for (let r = 0; r < resamples; r++) {
    let sum = 0;
    for (let k = 0; k < kept.length; k++) sum += kept[Math.floor(stream.uniform() * kept.length)] as number;
    means[r] = sum / kept.length;
  }
  const mean = kept.reduce((sum, value) => sum + value, 0) / kept.length;
  return { mean, ci95: [percentile(means, 2.5), percentile(means, 97.5)] };
}

import { bootstrapMean } from './bootstrap.ts';
import { percentile } from '../base/percentile.ts';

/** One measure over patients; every number `null` where no patient has a value. */
export interface Spread {
  readonly mean: number | null;
  readonly median: number | null;
  /** Of the mean: 95 % percentile bootstrap over patients, 2,000 resamples. */
  readonly ci95: readonly [number | null, number | null];
  /** Patients with a value. */
  readonly count: number;
}

/** Mean, median and bootstrap interval of one value per patient; `null` and what is not finite is left out and not counted. */
export function spreadOf(values: readonly (number | null)[]): Spread {
  const known = values.filter((value): value is number => value !== null && Number.isFinite(value));
  const { mean, ci95 } = bootstrapMean(known);
  return {
    mean: rounded(mean),
    median: rounded(percentile(known, 50)),
    ci95: [rounded(ci95[0]), rounded(ci95[1])],
    count: known.length,
  };
}

/** Four decimals, as in the models' metrics.json; `null` for what is not finite. */
export function rounded(value: number): number | null {
  return Number.isFinite(value) ? Number(value.toFixed(4)) : null;
}

import { quantileOfSorted } from '../base/percentile.ts';
import { sortedSample } from './sorted-sample.ts';

/** Percentiles of this many values are exact enough, and quick. */
const sampledValues = 2_000_000;

/**
 * Value above which a voxel shows the head and not the air around it: a fraction of the 99th percentile of the positive values.
 *
 * @returns Infinity where nothing is positive, so that nothing is foreground
 * @see models/common/head_grid.py `foreground_of`, the twin
 */
export function foregroundLimit(values: Float32Array, fraction: number): number {
  const isPositive = new Uint8Array(values.length);
  for (let v = 0; v < values.length; v++) isPositive[v] = (values[v] as number) > 0 ? 1 : 0;
  const bright = quantileOfSorted(sortedSample(values, sampledValues, isPositive), 0.99);
  return Number.isNaN(bright) ? Infinity : fraction * bright;
}

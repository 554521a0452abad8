/**
 * Percentile with linear interpolation between the two nearest ranks (NumPy's default); NaN for no values.
 *
 * @param percent 0 to 100
 */
export function percentile(values: ArrayLike<number>, percent: number): number {
  return quantileOfSorted(Float64Array.from(values).sort(), percent / 100);
}

/**
 * Quantile of values in ascending order, interpolated alike; NaN without values.
 *
 * @param fraction 0 for the least, 0.5 for the median, 1 for the largest
 */
export function quantileOfSorted(sorted: ArrayLike<number>, fraction: number): number {
  if (sorted.length === 0) return NaN;
  const rank = fraction * (sorted.length - 1);
  const below = Math.floor(rank);
  const low = sorted[below] as number;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] as number;
  return low + (high - low) * (rank - below);
}

/**
 * Percentile with linear interpolation between the two nearest ranks (NumPy's default); NaN for no values.
 *
 * @param percent 0 to 100
 */
export function percentile(values: ArrayLike<number>, percent: number): number {
  if (values.length === 0) return NaN;
  const sorted = Float64Array.from(values).sort();
  const rank = (percent / 100) * (sorted.length - 1);
  const below = Math.floor(rank);
  const low = sorted[below] as number;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] as number;
  return low + (high - low) * (rank - below);
}

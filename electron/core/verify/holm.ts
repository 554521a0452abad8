/**
 * Holm's step-down adjustment for several tests: p values by the same names, each at most 1 and never below a smaller one.
 *
 * @see Holm 1979, Scand J Statist 6:65; models/common/metrics.py holm
 */
export function holm(pValues: Readonly<Record<string, number>>): Record<string, number> {
  const sorted = Object.entries(pValues).sort(([, a], [, b]) => a - b);
  let least = 0;
  const adjusted = sorted.map(([name, p], rank) => {
    least = Math.max(least, Math.min(1, (sorted.length - rank) * p));
    return [name, least] as const;
  });
  const byName = Object.fromEntries(adjusted);
  return Object.fromEntries(Object.keys(pValues).map((name) => [name, byName[name] as number]));
}

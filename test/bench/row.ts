/** One measured figure beside its budget and, where there is one, a rival measured in the same run. */
export interface BenchRow {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** Largest allowed value, or smallest where the unit ends in "/s"; null when no promise is made. */
  readonly budget: number | null;
  readonly withinBudget: boolean | null;
  readonly rival?: { readonly name: string; readonly value: number };
  /** value divided by the rival's value */
  readonly ratio?: number;
}

/** Seconds since a reading of the clock in milliseconds. */
export function secondsSince(startMs: number): number {
  return (performance.now() - startMs) / 1000;
}

/** A duration beside the most that it may take, null where nothing is promised. */
export function secondsRow(name: string, seconds: number, budget: number | null): BenchRow {
  return { name, value: seconds, unit: 's', budget, withinBudget: budget === null ? null : seconds <= budget };
}

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

import type { LabelShares } from '../simulate/structure-volumes.ts';
import { percentPerYear } from '../simulate/structure-volumes.ts';
import { volumesOf, type ScanSide } from '../simulate/atrophy/structure-changes.ts';

/** Rate of change of one structure between two real dates. */
export interface MeasuredRate {
  readonly percentPerYear: number;
  readonly mlPerYear: number;
}

/**
 * Rates of the structures from the deformation between two dates.
 *
 * @param shares of the scan whose space the deformation is given in
 * @param logRatio natural logarithm of later over earlier volume on the same grid; NaN, not to be trusted, counts as no change
 * @param scanIs whether that scan is the earlier or the later one
 */
export function measuredRates(
  shares: LabelShares,
  logRatio: Float32Array,
  scanIs: ScanSide,
  years: number,
): Readonly<Record<string, MeasuredRate>> {
  const sign = scanIs === 'later' ? -1 : 1;
  const ratio = logRatio.map((value) => (Number.isNaN(value) ? 1 : Math.exp(sign * value)));
  const [scan, other] = [volumesOf(shares), volumesOf(shares, ratio)];
  const [earlier, later] = scanIs === 'later' ? [other, scan] : [scan, other];
  return Object.fromEntries(
    Object.entries(later).map(([structure, laterMl]) => {
      const earlierMl = earlier[structure] ?? 0;
      const percent = earlierMl > 0 ? percentPerYear(earlierMl, laterMl, years) : 0;
      return [structure, { percentPerYear: percent, mlPerYear: (laterMl - earlierMl) / years }];
    }),
  );
}

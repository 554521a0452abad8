import type { LabelShares } from '../simulate/structure-volumes.ts';
import { percentPerYear } from '../simulate/structure-volumes.ts';
import { volumesOf, type ScanSide } from '../simulate/atrophy/structure-changes.ts';

/** Rate of change of one structure between two real dates. */
export interface MeasuredRate {
  readonly percentPerYear: number;
  readonly mlPerYear: number;
}

/** What two real dates show of one structure. */
export interface MeasuredStructure {
  /** Null where too little of the structure could be followed from one date to the other. */
  readonly rate: MeasuredRate | null;
  /** Share of the structure's volume in the scan where the deformation is trusted, 0..1. */
  readonly trustedShare: number;
}

/** Below this share of a structure, what is left of it no longer speaks for the whole. */
const leastTrustedShare = 0.7;

/**
 * Rates of the structures from the deformation between two dates. Where the deformation is not to be trusted, a structure counts as
 * changed like the rest of it.
 *
 * @param shares of the scan whose space the deformation is given in
 * @param logRatio natural logarithm of later over earlier volume on the same grid; NaN where it is not to be trusted
 * @param scanIs whether that scan is the earlier or the later one
 */
export function measuredRates(
  shares: LabelShares,
  logRatio: Float32Array,
  scanIs: ScanSide,
  years: number,
): Readonly<Record<string, MeasuredStructure>> {
  const sign = scanIs === 'later' ? -1 : 1;
  const whole = volumesOf(shares);
  const scan = volumesOf(
    shares,
    logRatio.map((value) => (Number.isNaN(value) ? 0 : 1)),
  );
  const other = volumesOf(
    shares,
    logRatio.map((value) => (Number.isNaN(value) ? 0 : Math.exp(sign * value))),
  );
  return Object.fromEntries(
    Object.entries(whole).map(([structure, wholeMl]): [string, MeasuredStructure] => {
      const [scanMl, otherMl] = [scan[structure] ?? 0, other[structure] ?? 0];
      const trustedShare = wholeMl > 0 ? scanMl / wholeMl : 0;
      if (!(trustedShare >= leastTrustedShare)) return [structure, { rate: null, trustedShare }];
      const [earlierMl, laterMl] = scanIs === 'later' ? [otherMl, scanMl] : [scanMl, otherMl];
      const percent = percentPerYear(earlierMl, laterMl, years);
      const mlPerYear = (laterMl - earlierMl) / trustedShare / years;
      return [structure, { rate: { percentPerYear: percent, mlPerYear }, trustedShare }];
    }),
  );
}

import { percentPerYear } from '../../simulate/structure-volumes.ts';
import type { StructureChange } from '../../simulate/atrophy/structure-changes.ts';

/** Change of a structure per year, with the central 90 % of what the model holds possible. */
export interface YearlyChange {
  readonly percent: number;
  readonly percent90: Interval;
  readonly ml: number;
  readonly ml90: Interval;
}

type Interval = readonly [number, number];

/**
 * A change over some years as a mean rate, in percent of the earlier volume and in millilitres: what rates of groups are, too.
 *
 * @param earlierMl volume at the beginning of the years
 * @param years above 0
 */
export function yearlyChange(
  { changePercent, interval90 }: Pick<StructureChange, 'changePercent' | 'interval90'>,
  earlierMl: number,
  years: number,
): YearlyChange {
  const percent = (change: number): number => percentPerYear(100, 100 + change, years);
  const ml = (change: number): number => (earlierMl * change) / 100 / years;
  const [low, high] = interval90;
  return {
    percent: percent(changePercent),
    percent90: [percent(low), percent(high)],
    ml: ml(changePercent),
    ml90: [ml(low), ml(high)],
  };
}

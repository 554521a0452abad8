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
 * A change over some years as a rate: percent as constant relative change, millilitres as their mean.
 *
 * @param earlierMl volume at the beginning of the years
 * @param years above 0
 */
export function yearlyChange(
  { changePercent, interval90 }: Pick<StructureChange, 'changePercent' | 'interval90'>,
  earlierMl: number,
  years: number,
): YearlyChange {
  const percent = (change: number): number => 100 * (Math.max(0, 1 + change / 100) ** (1 / years) - 1);
  const ml = (change: number): number => (earlierMl * change) / 100 / years;
  const [low, high] = interval90;
  return {
    percent: percent(changePercent),
    percent90: [percent(low), percent(high)],
    ml: ml(changePercent),
    ml90: [ml(low), ml(high)],
  };
}

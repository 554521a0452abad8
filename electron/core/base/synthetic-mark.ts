import { daysPerYear } from './years.ts';

/** From here on a mark counts in years. */
const leastDaysInYears = 2 * daysPerYear - 1;

/** The mark that every synthetic picture and file of a later day carries. */
export function syntheticMark(horizonDays: number): string {
  return `SYNTHETIC - PREDICTED +${timeInShort(horizonDays)}`;
}

/** The mark of the brain that a model makes for a scan without disease. */
export const counterpartMark = 'SYNTHETIC - HEALTHY COUNTERPART';

/** A span of time in short: days, from two years on years. */
export function timeInShort(days: number): string {
  return days < leastDaysInYears ? `${days} d` : `${yearsInShort(days / daysPerYear)} y`;
}

/** Years without needless digits. */
export function yearsInShort(years: number): string {
  return String(Number(years.toFixed(1)));
}

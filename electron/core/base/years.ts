/** Mean length of a year of the calendar. */
export const daysPerYear = 365.25;

/** Whole days of some years. */
export function daysOfYears(years: number): number {
  return Math.round(years * daysPerYear);
}

/** Years of some days. */
export function yearsOfDays(days: number): number {
  return days / daysPerYear;
}

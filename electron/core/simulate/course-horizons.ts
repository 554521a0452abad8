/** Two predicted scans nearer than this say the same. */
const leastApartDays = 14;

/**
 * Days at which the course up to a horizon is looked at: a third, two thirds and the whole, rounded to days. A day less than
 * a fortnight after the last visit or before the next day is left out.
 *
 * @param horizonDays the last one, always there
 * @returns growing
 */
export function courseHorizons(horizonDays: number): number[] {
  const days = [horizonDays];
  for (const third of [2, 1]) {
    const day = Math.round((third * horizonDays) / 3);
    if (day >= leastApartDays && (days[0] as number) - day >= leastApartDays) days.unshift(day);
  }
  return days;
}

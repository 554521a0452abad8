/** Where days lie on the strip, in per cent of its width, and back. */
export interface TimeScale {
  readonly firstDay: number;
  readonly lastDay: number;
  readonly percentOf: (day: number) => number;
  readonly dayAt: (percent: number) => number;
}

const marginPercent = 8;

/** A linear scale from the first visit to a last day, with room for labels at both ends. */
export function timeScale(firstDay: number, lastDay: number): TimeScale {
  const span = Math.max(1, lastDay - firstDay);
  const width = 100 - 2 * marginPercent;
  return {
    firstDay,
    lastDay,
    percentOf: (day) => marginPercent + ((day - firstDay) / span) * width,
    dayAt: (percent) => firstDay + ((percent - marginPercent) / width) * span,
  };
}

/** Rows for labels so that neighbours on one row do not touch: 0 below the line, 1 above it. */
export function labelRows(percents: readonly number[], leastGapPercent: number): (0 | 1)[] {
  const ends: [number, number] = [-Infinity, -Infinity];
  return percents.map((percent) => {
    const row = percent - ends[0] >= leastGapPercent || ends[0] <= ends[1] ? 0 : 1;
    ends[row] = percent;
    return row;
  });
}

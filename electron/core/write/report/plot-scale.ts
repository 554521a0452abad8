/**
 * Four to seven round numbers from 0 to at least `most`.
 */
export function niceTicks(most: number): readonly number[] {
  const rough = most / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough) ?? 10);
  const count = Math.ceil(most / step);
  return Array.from({ length: count + 1 }, (_, k) => Number((k * step).toPrecision(6)));
}

/**
 * Heights for labels that would like to stand at `wanted` (growing downwards) but must not overlap.
 *
 * @param wanted sorted, smallest first
 * @param gap least distance between two labels
 * @param within first and last height allowed; too many labels may leave it below
 */
export function spreadLabels(wanted: readonly number[], gap: number, within: readonly [number, number]): number[] {
  const rows: number[] = [];
  for (const row of wanted) rows.push(Math.max(row, within[0], (rows.at(-1) ?? -Infinity) + gap));
  const over = (rows.at(-1) ?? 0) - within[1];
  if (over <= 0) return rows;
  // Push back up from below, keeping the gaps.
  let limit = within[1];
  for (let k = rows.length - 1; k >= 0; k--) {
    rows[k] = Math.max(Math.min(rows[k] as number, limit), within[0] + k * gap);
    limit = (rows[k] as number) - gap;
  }
  return rows;
}

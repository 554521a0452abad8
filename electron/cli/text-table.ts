/**
 * Columns aligned with spaces; the first column to the left, the others to the right.
 *
 * @param rows cells; the first row is the heading
 */
export function textTable(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ');
  const [heading = [], ...body] = rows;
  const rule = widths.map((width) => '-'.repeat(width)).join('  ');
  return [line(heading), rule, ...body.map(line)].map((text) => text.trimEnd()).join('\n');
}

/** A figure for a table, '-' where there is none. */
export function figure(value: number | null | undefined, decimals: number): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '-';
  const text = value.toFixed(decimals);
  return Number(text) === 0 ? text.replace('-', '') : text;
}

/** A figure with a plus where it is more than nothing. */
export function signedFigure(value: number | null, decimals: number): string {
  return value !== null && Number(value.toFixed(decimals)) > 0
    ? `+${figure(value, decimals)}`
    : figure(value, decimals);
}

/**
 * `npm run bench`: figures that Longview promises, each beside its budget, and beside a rival in the same run where there
 * is one. `-- --json` prints the rows for programs; other words choose benches by name.
 */
import { benchAtrophy } from './atrophy.ts';
import { benchForecast } from './forecast.ts';
import { benchIndexHeaders } from './index-headers.ts';
import { benchLoadVolume } from './load-volume.ts';
import { benchRegister } from './register.ts';
import type { BenchRow } from './row.ts';
import { benchSegment } from './segment.ts';

const benches: Readonly<Record<string, () => Promise<readonly BenchRow[]>>> = {
  index: benchIndexHeaders,
  load: benchLoadVolume,
  register: benchRegister,
  segment: benchSegment,
  forecast: benchForecast,
  atrophy: benchAtrophy,
};

const args = process.argv.slice(2);
const asJson = args.includes('--json');
const chosen = args.filter((word) => word in benches);
const rows: BenchRow[] = [];
for (const [name, bench] of Object.entries(benches)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  const measured = await bench();
  rows.push(...measured);
  if (!asJson) measured.forEach((row) => console.log(inWords(row)));
}
if (asJson) console.log(JSON.stringify(rows, null, 2));

function inWords({ name, value, unit, budget, withinBudget, rival, ratio }: BenchRow): string {
  const promise = budget === null ? '' : `  budget ${budget} ${unit} ${withinBudget ? 'kept' : 'MISSED'}`;
  const other = rival ? `  ${rival.name} ${short(rival.value)} ${unit}` : '';
  const factor = ratio === undefined ? '' : `  ratio ${ratio.toFixed(2)}`;
  return `${name.padEnd(48)}${short(value).padStart(9)} ${unit}${promise}${other}${factor}`;
}

function short(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

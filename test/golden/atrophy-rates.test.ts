import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { courses, rateBands } from '../../electron/core/base/atrophy-rates.ts';

/** Numbers of a table like `NAME: ... = {"healthy": Spread(0.52, 2.30), ...}` in the Python twin. */
function pythonTable(name: string): number[] {
  const source = readFileSync(new URL('../../models/common/atrophy_rates.py', import.meta.url), 'utf8');
  const line = source.split('\n').find((text) => text.startsWith(`${name}:`)) ?? '';
  return [...line.matchAll(/Spread\(([\d.]+), ([\d.]+)\)/g)].flatMap(([, low, high]) => [Number(low), Number(high)]);
}

describe('the published rates', () => {
  it.each([
    ['hippocampus', 'HIPPOCAMPUS_PERCENT'],
    ['brain', 'BRAIN_PERCENT'],
    ['ventricles', 'VENTRICLES_ML'],
  ] as const)('of the %s are those that the training draws from', (structure, table) => {
    const ours = courses.flatMap((course) => [rateBands[structure][course].low, rateBands[structure][course].high]);
    expect(ours).toEqual(pythonTable(table));
  });
});

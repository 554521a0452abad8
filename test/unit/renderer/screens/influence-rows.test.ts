import { describe, expect, it } from 'vitest';
import { influenceRows } from '../../../../renderer/screens/verify/influence-rows.ts';
import { reportedExplanation } from '../../../fixtures/sample-explanation.ts';

describe('the bars of what moved the model', () => {
  const rows = influenceRows(reportedExplanation);

  it('are one for every input, two for every number, one for every other treatment', () => {
    const count = (group: string): number => rows.filter((row) => row.group === group).length;
    expect([count('input'), count('number'), count('arm')]).toEqual([6, 6, 2]);
    expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
  });

  it('have names that can be read', () => {
    const names = rows.map(({ name }) => name);
    expect(names).toContain('Without T1c');
    expect(names).toContain('Without the scan of 2019-10-04');
    expect(names).toContain('Without the hint: fitted growth model');
    expect(names).toContain('Days ahead 81 d');
    expect(names).toContain('Highest dose 66 Gy');
    expect(names).toContain('Resection, model-implied, not causal');
  });

  it('mark what the model had to guess', () => {
    expect(rows.filter(({ guessed }) => guessed).map(({ name }) => name)).toEqual(['Without the map of the dose']);
  });
});

import { describe, expect, it } from 'vitest';
import { influenceRows } from '../../../../renderer/screens/verify/influence-rows.ts';
import { influencePixels } from '../../../../renderer/viewport/overlay/influence.ts';
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

describe('the map of influences', () => {
  it('leaves the scan free where nothing moved, and everywhere when nothing did', () => {
    expect([...influencePixels([0, 0.2, -0.2], 4)]).toEqual(new Array(12).fill(0));
    expect([...influencePixels([1, -1], 0)]).toEqual(new Array(8).fill(0));
  });

  it('is blue where hiding makes the core smaller and red where larger', () => {
    const [less, more] = [influencePixels([-4], 4), influencePixels([4], 4)];
    expect((less[2] as number) - (less[0] as number)).toBeGreaterThan(100);
    expect((more[0] as number) - (more[2] as number)).toBeGreaterThan(100);
    expect(less[3]).toBe(more[3]);
  });
});

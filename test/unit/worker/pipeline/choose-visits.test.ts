import { describe, expect, it } from 'vitest';
import type { SeriesEntry, Timeline } from '../../../../electron/contract/library.ts';
import type { Sequence } from '../../../../electron/contract/sequence.ts';
import { chooseVisits } from '../../../../electron/worker/pipeline/choose-visits.ts';

function series(sequence: Sequence, problemCode: string | null = null): SeriesEntry {
  const common = { modality: 'MR', description: '', files: 20, evidence: [] };
  return { ...common, key: sequence, size: [10, 10, 20], spacingMm: [1, 1, 1], sequence, problemCode };
}

function timeline(visits: readonly (readonly [string, ...SeriesEntry[]])[]): Timeline {
  const dated = visits.map(([date, ...all], day) => ({ date, day, series: all }));
  return { timelineId: '', patientKey: 'k', patientLabel: 'p', visits: dated, warnings: [] };
}

const three = timeline([
  ['2020-01-01', series('T1c')],
  ['2020-03-01', series('T1c'), series('FLAIR')],
  ['2020-06-01', series('T1c')],
]);

describe('chooseVisits', () => {
  it('starts from the last two visits', () => {
    const chosen = chooseVisits(three, ['T1c', 'FLAIR'], 'none');
    expect(chosen.baseline.date).toBe('2020-06-01');
    expect(chosen.previous?.date).toBe('2020-03-01');
    expect(chosen.followUp).toBeNull();
  });

  it('keeps the last visit as the truth when it is held out', () => {
    const chosen = chooseVisits(three, ['T1c', 'FLAIR'], 'last');
    expect(chosen.followUp?.date).toBe('2020-06-01');
    expect(chosen.baseline.date).toBe('2020-03-01');
    expect(chosen.previous?.date).toBe('2020-01-01');
  });

  it('passes over visits without a usable series', () => {
    const broken = timeline([
      ['2020-01-01', series('T1c')],
      ['2020-02-01', series('T2')],
      ['2020-03-01', series('T1c', 'series/uneven-slices')],
    ]);
    expect(chooseVisits(broken, ['T1c'], 'none').baseline.date).toBe('2020-01-01');
  });

  it.each([
    ['one date cannot be held out', timeline([['2020-01-01', series('T1c')]]), 'last', 'timeline/too-few-dates'],
    ['no sequence fits the model', timeline([['2020-01-01', series('CT')]]), 'none', 'timeline/no-usable-sequence'],
    ['an empty time line', timeline([]), 'none', 'timeline/too-few-dates'],
  ] as const)('refuses when %s', (_name, given, holdOut, code) => {
    expect(() => chooseVisits(given, ['T1c'], holdOut)).toThrow(
      expect.objectContaining({ problem: expect.objectContaining({ code }) }),
    );
  });
});

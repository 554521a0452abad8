import { describe, expect, it } from 'vitest';
import { treatmentInWords, type SupposedTreatment } from '../../../../electron/core/base/treatment-words.ts';

const untreated: SupposedTreatment = { arm: 'none', startDays: 0, doseGy: null, doseFrom: null };

describe('a treatment in words', () => {
  it.each<[string, Partial<SupposedTreatment>]>([
    ['no treatment', {}],
    ['resection from day -14', { arm: 'resection', startDays: -14 }],
    ['radiotherapy from day 0, 60 Gy prescribed', { arm: 'radiotherapy', doseGy: 60, doseFrom: 'prescription' }],
    [
      'radiotherapy and temozolomide from day 7, planned, 58.4 Gy mean over the last core',
      { arm: 'radiotherapy-temozolomide', startDays: 7, doseGy: 58.37264251708984, doseFrom: 'plan' },
    ],
    ['radiotherapy from day 0, planned dose', { arm: 'radiotherapy', doseFrom: 'plan' }],
  ])('%s', (words, more) => {
    expect(treatmentInWords({ ...untreated, ...more })).toBe(words);
  });
});

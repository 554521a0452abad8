import { describe, expect, it } from 'vitest';
import { supposedEarlier } from '../../../../electron/worker/atrophy/measure-pair.ts';

describe('what the model is told about the earlier of two dates', () => {
  const supposed = { course: 'ad', years: 5, yearsOfDisease: 4, ageYears: 72 } as const;

  it('is the age that the patient had then, and the years between the dates', () => {
    expect(supposedEarlier(supposed, 2.5)).toMatchObject({ course: 'ad', years: 2.5, ageYears: 69.5 });
  });

  it('is no age where none is known, and none below 0', () => {
    expect(supposedEarlier({ ...supposed, ageYears: null }, 2).ageYears).toBeNull();
    expect(supposedEarlier({ ...supposed, ageYears: 1 }, 2).ageYears).toBe(0);
  });
});

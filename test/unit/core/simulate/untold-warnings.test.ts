import { describe, expect, it } from 'vitest';
import { warningWords } from '../../../../electron/contract/warning-words.ts';
import { untoldWarnings } from '../../../../electron/core/simulate/atrophy/untold-warnings.ts';

const codes = (told: Parameters<typeof untoldWarnings>[0]): string[] => untoldWarnings(told).map(({ code }) => code);

describe('what a model of atrophy was not told', () => {
  it('is a warning each', () => {
    expect(codes({ course: null, ageYears: null, yearsOfDisease: null })).toEqual([
      'simulate/course-unknown',
      'simulate/age-unknown',
      'simulate/years-of-disease-unknown',
    ]);
    expect(codes({ course: 'ad', ageYears: null, yearsOfDisease: 3 })).toEqual(['simulate/age-unknown']);
    expect(codes({ course: 'mci', ageYears: 70, yearsOfDisease: null })).toEqual(['simulate/years-of-disease-unknown']);
    expect(codes({ course: 'ad', ageYears: 70, yearsOfDisease: 3 })).toEqual([]);
  });

  it('is not the years of disease of healthy ageing', () => {
    expect(codes({ course: 'healthy', ageYears: 70, yearsOfDisease: null })).toEqual([]);
  });

  it('has words that name it', () => {
    const words = untoldWarnings({ course: null, ageYears: null, yearsOfDisease: null }).map(warningWords);
    expect(words[0]).toContain('course');
    expect(words[1]).toContain('age');
    expect(words[2]).toContain('years of disease');
  });
});

import { describe, expect, it } from 'vitest';
import { ageOnStudyDay } from '../../../../electron/core/decode/patient-age.ts';

const nothing = { patientAge: '', patientBirthDate: null, studyDate: '2020-03-01' };

describe('the age that a header tells', () => {
  it.each([
    ['072Y', 72],
    ['030M', 2],
    ['110W', 2],
    ['800D', 2],
    ['000Y', null],
    ['006M', null],
    ['121Y', null],
    ['72', null],
    ['', null],
  ])('is, of %j, %j years', (patientAge, years) => {
    expect(ageOnStudyDay({ ...nothing, patientAge })).toBe(years);
  });

  it.each([
    ['1948-03-01', 72],
    ['1948-03-02', 71],
    ['1947-12-31', 72],
    ['1800-01-01', null],
    ['2020-03-01', null],
    ['2021-01-01', null],
  ])('is counted in birthdays since %s where no age is stored', (patientBirthDate, years) => {
    expect(ageOnStudyDay({ ...nothing, patientBirthDate })).toBe(years);
  });

  it('is the stored age where both are there, and the date of birth where that was blanked', () => {
    expect(ageOnStudyDay({ ...nothing, patientAge: '065Y', patientBirthDate: '1948-03-01' })).toBe(65);
    expect(ageOnStudyDay({ ...nothing, patientAge: '000Y', patientBirthDate: '1948-03-01' })).toBe(72);
    expect(ageOnStudyDay({ ...nothing, patientBirthDate: '1948-03-01', studyDate: null })).toBeNull();
  });
});

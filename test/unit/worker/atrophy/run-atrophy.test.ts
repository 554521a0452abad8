import { describe, expect, it } from 'vitest';
import { requestSchemas } from '../../../../electron/contract/requests.ts';
import { wordedWarning } from '../../../../electron/contract/warning-words.ts';
import { replacedValues, suppositionOf } from '../../../../electron/worker/atrophy/run-atrophy.ts';

const visit = (...headers: object[]) => ({ images: [{ series: { headers } }] }) as never;
const ask = (more: object = {}) => requestSchemas['atrophy.run'].parse({ path: '/scans', years: 2, ...more });
const header = { patientAge: '', patientBirthDate: '1948-03-02', studyDate: '2020-03-01' };

describe('what is supposed of a patient', () => {
  it('takes the age from the header where none is given, and says so without telling it', () => {
    const supposed = suppositionOf(ask(), visit(header), null);
    expect(supposed).toMatchObject({ ageYears: 71, years: 2, course: null });
    const warnings = replacedValues(ask(), supposed).map(wordedWarning);
    expect(warnings.map(({ code }) => code)).toEqual(['simulate/age-from-header']);
    expect(JSON.stringify(warnings)).not.toMatch(/\d/);
  });

  it('takes the age that is given before that of the header', () => {
    const request = ask({ ageYears: 60 });
    const supposed = suppositionOf(request, visit(header), null);
    expect(supposed.ageYears).toBe(60);
    expect(replacedValues(request, supposed)).toEqual([]);
  });

  it('knows no age of NIfTI, or of a header without one', () => {
    expect(suppositionOf(ask(), visit(), null).ageYears).toBeNull();
    const supposed = suppositionOf(ask(), visit({ ...header, patientBirthDate: null }), null);
    expect(supposed.ageYears).toBeNull();
    expect(replacedValues(ask(), supposed)).toEqual([]);
  });

  it('takes the years to a held-out date before those asked for', () => {
    const supposed = suppositionOf(ask(), visit(), 3);
    expect(supposed.years).toBe(3);
    expect(replacedValues(ask(), supposed)).toEqual([
      { code: 'simulate/horizon-from-follow-up', askedDays: 731, usedDays: 1096 },
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import { evaluationSchema } from '../../electron/contract/evaluation.ts';
import { evaluationListSchema } from '../../electron/contract/requests.ts';
import { fakeEvaluation } from '../fixtures/fake-evaluation.ts';

describe('the evaluation that core computes', () => {
  const evaluation = fakeEvaluation();

  it('passes the contract and loses nothing in it', () => {
    expect(evaluationSchema.parse(evaluation)).toEqual(evaluation);
    expect(JSON.parse(JSON.stringify(evaluation))).toEqual(evaluation);
  });

  it.each([
    ['another schema version', { schema: 'longview.evaluation/2' }],
    ['no patient', { patients: [] }],
    ['no summary', { testSets: {} }],
  ])('is refused with %s', (_, wrong) => {
    expect(evaluationSchema.safeParse({ ...evaluation, ...wrong }).success).toBe(false);
  });
});

describe('a list of patients', () => {
  const list = (patient: object) => ({ schema: 'longview.evaluation-list/1', patients: [patient] });

  it('needs no more than where they lie', () => {
    const parsed = evaluationListSchema.parse(list({ path: 'case-01' }));
    expect(parsed.patients[0]).toMatchObject({ path: 'case-01', masks: [], arm: 'none', startDays: 0 });
  });

  it.each([
    ['an unknown field', { path: 'a', horizonDays: 90 }],
    ['a date that is none', { path: 'a', masks: [{ date: '2020-13-01', file: 'm.nii' }] }],
    ['two masks for one date', { path: 'a', masks: [1, 2].map(() => ({ date: '2020-01-01', file: 'm.nii' })) }],
    ['an unknown treatment', { path: 'a', arm: 'leeches' }],
  ])('is refused with %s', (_, patient) => {
    expect(evaluationListSchema.safeParse(list(patient)).success).toBe(false);
  });
});

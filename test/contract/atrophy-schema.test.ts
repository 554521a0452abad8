import { describe, expect, it } from 'vitest';
import { atrophyReportSchema } from '../../electron/contract/atrophy-report.ts';
import { requestSchemas } from '../../electron/contract/requests.ts';
import { pairedAtrophyReport, sampleAtrophyReport } from '../fixtures/sample-atrophy.ts';

describe('the report of an atrophy forecast', () => {
  it.each([
    ['one date', sampleAtrophyReport],
    ['two dates', pairedAtrophyReport],
  ])('takes one of %s, and loses nothing of it', (_, report) => {
    expect(atrophyReportSchema.parse(report)).toEqual(report);
  });

  it.each([
    ['is not marked', { synthetic: false }],
    ['names no course that there is', { course: 'dementia' }],
    ['has no structure', { structures: [] }],
    [
      'measured a structure without rates',
      { measured: { ...pairedAtrophyReport.measured, structures: [{ structure: 'a' }] } },
    ],
  ])('refuses one that %s', (_, wrong) => {
    expect(atrophyReportSchema.safeParse({ ...pairedAtrophyReport, ...wrong }).success).toBe(false);
  });
});

describe('a request for an atrophy forecast', () => {
  const schema = requestSchemas['atrophy.run'];

  it('supposes nothing by itself', () => {
    expect(schema.parse({ path: '/p', years: 3 })).toMatchObject({
      ...{ model: 'brain-atrophy', course: 'unknown', samples: 20, seed: 1, holdOut: 'none' },
    });
  });

  it.each([
    ['no years and nothing held out', {}],
    ['too many years', { years: 40 }],
    ['a treatment', { years: 2, arm: 'none' }],
    ['another course', { years: 2, course: 'vascular' }],
    ['a disease that began today', { years: 2, course: 'ad', yearsOfDisease: 0 }],
    ['a disease of healthy ageing', { years: 2, course: 'healthy', yearsOfDisease: 3 }],
  ])('refuses %s', (_, wrong) => {
    expect(schema.safeParse({ path: '/p', ...wrong }).success).toBe(false);
  });

  it('takes the interval to a held-out date instead of years', () => {
    expect(schema.safeParse({ path: '/p', holdOut: 'last' }).success).toBe(true);
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { atrophyReportSchema } from '../../electron/contract/atrophy-report.ts';
import { evaluationSchema } from '../../electron/contract/evaluation.ts';
import { modelManifestSchema } from '../../electron/contract/model-manifest.ts';
import { reportSchema } from '../../electron/contract/report.ts';
import { evaluationListSchema } from '../../electron/contract/requests.ts';
import { segmentationSchema } from '../../electron/contract/segmentation.ts';
import { fakeMethods, fakeReport } from '../fixtures/fake-forecast.ts';
import { sampleComparison } from '../fixtures/sample-response.ts';

const schemas = [
  ['report-1', reportSchema, 'output'],
  ['atrophy-1', atrophyReportSchema, 'output'],
  ['evaluation-1', evaluationSchema, 'output'],
  ['evaluation-list-1', evaluationListSchema, 'input'],
  ['segmentation-1', segmentationSchema, 'output'],
  ['model-1', modelManifestSchema, 'output'],
] as const;

describe('the generated JSON Schemas', () => {
  it.each(schemas)('%s is what the contract says today (npm run schemas)', (name, schema, io) => {
    const path = new URL(`../../assets/schemas/${name}.schema.json`, import.meta.url);
    const { title, ...stored } = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
    expect(title).toBeTypeOf('string');
    expect(stored).toEqual(JSON.parse(JSON.stringify(z.toJSONSchema(schema, { io }))));
  });
});

describe('the report that core builds', () => {
  const withoutTruth = fakeReport({
    followUpDate: null,
    methods: fakeMethods.map(({ id, coreVolumeMl }) => ({
      id,
      core: { dice: null, growthRegionDice: null, volumeErrorPercent: null, hd95Mm: null },
      image: { ssim: null, psnrDb: null },
      coreVolumeMl,
    })),
    volumeMl: { baseline: 13.2, predicted: 21.4, actual: null, interval90: [16.2, 27.9] },
  });

  it.each([
    ['with a real follow-up', fakeReport()],
    ['without one', withoutTruth],
    ['without warnings and registrations', fakeReport({ warnings: [], registrations: [] })],
    ['with a comparison of treatments', fakeReport({ comparison: sampleComparison })],
  ])('passes the contract and loses nothing in it, %s', (_, report) => {
    expect(reportSchema.parse(report)).toEqual(report);
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });

  it.each([
    ['another schema version', { schema: 'longview.report/2' }],
    ['a report that is not synthetic', { synthetic: false }],
    ['no methods', { methods: [] }],
    ['a digest that is none', { model: { id: 'm', version: '1', sha256: 'abc' } }],
    ['an interval with one end', { volumeMl: { baseline: 1, predicted: 1, actual: null, interval90: [1] } }],
  ])('is refused with %s', (_, wrong) => {
    expect(reportSchema.safeParse({ ...fakeReport(), ...wrong }).success).toBe(false);
  });
});

import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reportSchema } from '../../electron/contract/report.ts';
import { makeDemoPatient } from '../../electron/worker/demo/make-demo-patient.ts';
import { coarseDemoRecipe } from '../fixtures/coarse-demo.ts';
import { runLongview, type LongviewRun } from '../fixtures/run-longview.ts';

let folder = '';
let run: LongviewRun = { exitCode: null, stdout: '', stderr: '' };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'longview-questions-'));
  const patient = await makeDemoPatient(join(folder, 'patient'), { recipe: await coarseDemoRecipe() });
  const masks = patient.masks.flatMap(({ date, file }) => ['--mask', `${date}=${file}`]);
  const treatment = ['--arm', 'radiotherapy-temozolomide', '--start-days', '7', '--dose-gy', '54', '--age', '60'];
  const questions = ['--compare-arm', 'none', '--explain'];
  const out = ['--hold-out', 'last', '--samples', '2', '--out', join(folder, 'out')];
  run = await runLongview('forecast', join(folder, 'patient'), ...masks, ...treatment, ...questions, ...out);
}, 600_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const text = (...path: string[]) => readFile(join(folder, 'out', ...path), 'utf8');

describe('longview forecast --arm --compare-arm --explain', () => {
  it('ends well and says that the answer is model-implied', () => {
    expect(run.exitCode, run.stderr).toBe(0);
    expect(run.stdout).toContain('model-implied, not causal');
    expect(run.stdout).toMatch(/radiotherapy/i);
  });

  it('writes the treatment, the comparison and the explanation into the report', async () => {
    const report = reportSchema.parse(JSON.parse(await text('report.json')));
    expect(report.treatment).toMatchObject({
      arm: 'radiotherapy-temozolomide',
      startDays: 7,
      doseGy: 54,
      ageYears: 60,
    });
    expect(report.comparison?.arms.map(({ arm }) => arm)).toEqual(['radiotherapy-temozolomide', 'none']);
    expect(report.comparison?.volumeDifferenceMl.futures).toHaveLength(2);
    const inputs = report.explanation?.inputs.map(({ kind }) => kind);
    expect(inputs).toEqual(expect.arrayContaining(['sequence', 'dose', 'hint']));
    const conditions = report.explanation?.conditions.map(({ condition }) => condition);
    expect(conditions).toEqual(['horizonDays', 'startDays', 'doseGy', 'ageYears']);
  });

  it('writes both maps, and the words beside them', async () => {
    const files = await readdir(join(folder, 'out', 'nifti'));
    expect(files).toContain('effect_core_radiotherapy-temozolomide-minus-none.nii.gz');
    expect(files).toContain('influence_core.nii.gz');
    const page = await text('report.html');
    expect(page).toContain('model-implied, not causal');
    expect(page).toContain('no treatment');
  });
});

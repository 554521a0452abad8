import { existsSync } from 'node:fs';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { atrophyReportSchema, type AtrophyReport } from '../../electron/contract/atrophy-report.ts';
import { identityAffine } from '../../electron/core/base/affine.ts';
import { resampleField } from '../../electron/core/register/resample-field.ts';
import { decodeNifti } from '../../electron/core/decode/decode-nifti.ts';
import type { Volume } from '../../electron/core/base/volume.ts';
import { readNiftiFile } from '../../electron/worker/files/read-nifti-file.ts';
import { dciodvfyComplaints, isInstalled, unknownTerms } from '../fixtures/outside-tools.ts';
import { runLongview, type LongviewRun } from '../fixtures/run-longview.ts';
import { writeShrinkingHead, type ShrinkingHead } from '../fixtures/shrinking-head.ts';
import { canUnpack } from '../fixtures/unpack-archive.ts';

const archive = '../shared/data/real/brain-t1-dicom/dicoms.tar.xz';
const missing = [
  ...(existsSync(archive) ? [] : [archive]),
  ...(canUnpack() ? [] : ['xz']),
  ...(existsSync('models/brain-atrophy/release/manifest.json') ? [] : ['models/brain-atrophy/release']),
];
if (missing.length > 0) console.log(`skipped: atrophy of a real head needs ${missing.join(', ')}`);

/** Healthy adults: Jenkins et al. (2000) for the space within the skull; the others hold for most heads by a wide margin. */
const normalMl: Readonly<Record<string, readonly [number, number]>> = {
  brain: [900, 1500],
  ventricles: [5, 70],
  hippocampus: [4, 11],
  white: [350, 750],
  grey: [450, 850],
};

describe.skipIf(missing.length > 0)('the main job on a real head whose middle grew', () => {
  let folder = '';
  let head: ShrinkingHead;
  let run: LongviewRun = { exitCode: null, stdout: '', stderr: '' };
  let report: AtrophyReport;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'longview-atrophy-'));
    head = await writeShrinkingHead(archive, join(folder, 'patient'), 0.03);
    const options = ['--hold-out', 'last', '--course', 'ad', '--samples', '4', '--out', join(folder, 'out')];
    run = await runLongview('forecast', head.folder, '--model', 'brain-atrophy', ...options);
    if (run.exitCode !== 0) throw new Error(run.stderr);
    report = atrophyReportSchema.parse(JSON.parse(await readFile(join(folder, 'out', 'report.json'), 'utf8')));
  }, 600_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const volume = async (name: string): Promise<Volume> => {
    const file = `${name}.nii.gz`;
    return decodeNifti(await readNiftiFile(join(folder, 'out', 'nifti', file), file), file).volume;
  };
  const allFiles = (place: string): Promise<string[]> => readdir(join(folder, 'out', place), { recursive: true });

  it('takes the real interval and names both dates', () => {
    expect(report).toMatchObject({ baselineDate: head.dates[0], course: 'ad', scans: 'acquired' });
    expect(report.years).toBeCloseTo(2, 2);
    expect(report.measured).toMatchObject({ earlierDate: head.dates[0], laterDate: head.dates[1] });
    expect(run.stdout).toContain('diagnoses nobody');
  });

  it.each(Object.entries(normalMl))('finds a normal volume of %s', (structure, [low, high]) => {
    const ml = report.structures.find((entry) => entry.structure === structure)?.ml ?? NaN;
    expect(ml).toBeGreaterThan(low);
    expect(ml).toBeLessThan(high);
  });

  it('measures the growth of the ventricles that was imposed', async () => {
    const labels = await volume('labels');
    const ventricles = 4;
    const imposed = resampleField(head.determinant, labels.grid, identityAffine, 1);
    let [before, after] = [0, 0];
    labels.data.forEach((label, v) => {
      if (Math.round(label) !== ventricles) return;
      before += 1;
      after += imposed[v] as number;
    });
    const percentPerYear = (100 * (after / before - 1)) / 2;
    const measured = report.measured?.structures.find(({ structure }) => structure === 'ventricles')?.measured;
    expect(percentPerYear).toBeGreaterThan(2);
    expect(measured?.percentPerYear ?? NaN).toBeGreaterThan(0.6 * percentPerYear);
    expect(measured?.percentPerYear ?? NaN).toBeLessThan(1.4 * percentPerYear);
  });

  it('scores the predicted picture beside the group mean and no change', () => {
    const methods = report.measured?.methods ?? [];
    expect(methods.map(({ id }) => id)).toEqual(['brain-atrophy', 'group-mean', 'no-change']);
    for (const { ssim } of methods) expect(ssim ?? NaN).toBeGreaterThan(0.6);
  });

  it('leads the scan and leaves what lies outside the head as it was', async () => {
    const [scan, future] = [await volume('scan_T1'), await volume('future_T1')];
    let [moved, still] = [0, 0];
    scan.data.forEach((value, v) => (value === future.data[v] ? still++ : moved++));
    expect(moved).toBeGreaterThan(0.02 * scan.data.length);
    expect(still).toBeGreaterThan(0.3 * scan.data.length);
  });

  it('writes images, maps and volumes that a validator accepts', async () => {
    const files = (await allFiles('dicom')).filter((name) => name.endsWith('.dcm'));
    const named = ['change-ahead', 'change-measured', 'change-since', 'volumes', 'volumes-future'];
    expect(files).toEqual(expect.arrayContaining(named.map((name) => `${name}.dcm`)));
    expect(files.filter((name) => name.startsWith('future-T1'))).toHaveLength(160);
    if (!isInstalled('dciodvfy')) return console.log('skipped: dciodvfy is not installed');
    const [slice] = files.filter((name) => name.startsWith('counterpart-T1'));
    for (const name of [...named.map((one) => `${one}.dcm`), slice ?? '']) {
      expect(dciodvfyComplaints(join(folder, 'out', 'dicom', name), unknownTerms), name).toEqual([]);
    }
  });
});

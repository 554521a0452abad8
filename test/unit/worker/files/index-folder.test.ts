import { gzipSync } from 'node:zlib';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { indexFolder } from '../../../../electron/worker/files/index-folder.ts';
import { dicomFile } from '../../../fixtures/dicom-file.ts';
import { dicomSegmentation } from '../../../fixtures/dicom-segmentation.ts';
import { dicomSlice, dicomStack } from '../../../fixtures/dicom-slice.ts';
import { niftiFile } from '../../../fixtures/nifti-file.ts';
import { problemOfPromise } from '../../../fixtures/problem-of.ts';
import { named, temporaryFolder } from '../../../fixtures/temporary-folder.ts';

const sform = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0];
const volume = niftiFile({ size: [4, 3, 2], sform });
const skippedOf = async (folder: string) =>
  Object.fromEntries((await indexFolder(folder)).index.skipped.map(({ reason, files }) => [reason, files]));

describe('indexFolder', () => {
  it('lists patients, studies by date and series with size, spacing and sequence', async () => {
    const flair = { series: '1.2.3.2', description: 'AX T2 FLAIR', pixelSpacing: [0.5, 0.5] };
    const folder = temporaryFolder({
      ...named('b', dicomStack(3, 5, { study: '1.9', series: '1.9.1', studyDate: '20210101' })),
      ...named('a', dicomStack(4, 2)),
      ...named('a/flair', dicomStack(5, 3, flair)),
    });
    const { index } = await indexFolder(folder);
    expect(index.patients.length).toBe(1);
    const studies = index.patients[0]?.studies ?? [];
    expect(studies.map((study) => study.date)).toEqual(['2020-01-02', '2021-01-01']);
    const entries = studies.flatMap((study) => study.series);
    expect(entries.map(({ sequence, size, spacingMm, files }) => [sequence, size, spacingMm, files])).toEqual([
      ['T1c', [4, 3, 4], [1, 1, 2], 4],
      ['FLAIR', [4, 3, 5], [0.5, 0.5, 3], 5],
      ['T1c', [4, 3, 3], [1, 1, 5], 3],
    ]);
    expect(new Set(entries.map((entry) => entry.key)).size).toBe(3);
    expect(index.patients[0]?.key).toMatch(/^[0-9a-f]{12}$/);
  });

  it('gives the same keys in every run, wherever the folder lies', async () => {
    const files = named('a', dicomStack(3, 2));
    const keys = async (folder: string) => [...(await indexFolder(folder)).series.keys()];
    expect(await keys(temporaryFolder(files))).toEqual(await keys(temporaryFolder(files, 'elsewhere')));
  });

  it('counts what is no image by reason', async () => {
    const report = dicomFile({ '00080016': ['UI', '1.2.840.10008.5.1.4.1.1.88.11'], '00080018': ['UI', '1.5'] });
    const segmentation = dicomSegmentation({ columns: 2, rows: 2 }, [{ segment: 1, z: 0, marked: [0] }]);
    const copies = dicomStack(3, 2);
    const folder = temporaryFolder({
      ...named('a', copies),
      ...named('copy', copies),
      'report.pdf': '%PDF-1.4',
      'notes.txt': 'hello',
      'sr.dcm': report,
      'seg.dcm': segmentation,
      '2020-01-01-tumour-mask.nii.gz': gzipSync(volume),
      '.hidden': 'x',
    });
    expect(await skippedOf(folder)).toEqual({
      'dicom/not-dicom': 2,
      'not-an-image': 1,
      mask: 2,
      duplicate: 3,
    });
  });

  it('warns of damaged files, since a slice or a date may be missing for it', async () => {
    const folder = temporaryFolder({ ...named('a', dicomStack(3, 2)), 'broken.dcm': dicomSlice().subarray(0, 300) });
    const { index } = await indexFolder(folder);
    expect(index.warnings).toEqual([{ code: 'decode/files-skipped', files: 1, reasons: { 'dicom/truncated': 1 } }]);
  });

  it.each<[string, Parameters<typeof dicomSlice>[0], string]>([
    ['localizer', { elements: { '00080008': ['CS', 'ORIGINAL\\PRIMARY\\LOCALIZER'] } }, 'series/localizer'],
    [
      'prediction',
      { elements: { '0008001C': ['CS', 'YES'], '00082112': ['SQ', [{ '00081155': ['UI', '1.2'] }]] } },
      'series/prediction',
    ],
    ['compressed', { encoding: { transferSyntaxUid: '1.2.840.10008.1.2.4.70' } }, 'dicom/unsupported-transfer-syntax'],
    ['colour', { elements: { '00280002': ['US', [3]] } }, 'dicom/unsupported-pixels'],
    ['placeless', { elements: { '00200032': null } }, 'dicom/missing-attribute'],
  ])('keeps a %s series in the list with what is wrong', async (name, options, code) => {
    const bad = dicomStack(3, 2, { series: '1.7', ...options });
    const folder = temporaryFolder({ ...named('good', dicomStack(3, 2)), ...named(name, bad) });
    const entries = (await indexFolder(folder)).index.patients.flatMap((p) => p.studies.flatMap((s) => s.series));
    expect(entries.map((entry) => entry.problemCode).sort()).toEqual([null, code].sort());
  });

  it('does not take generated scans, which are synthetic but computed from no image, for predictions', async () => {
    const folder = temporaryFolder(named('a', dicomStack(3, 2, { elements: { '0008001C': ['CS', 'YES'] } })));
    const { series } = await indexFolder(folder);
    expect([...series.values()].map((one) => one.problem)).toEqual([null]);
  });

  it('keeps a series with a truncated slice in the list, not silently shorter', async () => {
    const [first, second, third] = dicomStack(3, 2) as [Uint8Array, Uint8Array, Uint8Array];
    const folder = temporaryFolder(named('a', [first, second, third.subarray(0, third.length - 4)]));
    const { series } = await indexFolder(folder);
    expect([...series.values()].map((one) => one.problem)).toEqual([{ code: 'dicom/truncated', file: 'a/002.dcm' }]);
  });

  it('does not walk its own results', async () => {
    const folder = temporaryFolder({
      ...named('a', dicomStack(3, 2)),
      'out/report.json': '{}',
      'out/report.html': '<html>',
      ...named('out/dicom', dicomStack(3, 2, { series: '1.8' })),
    });
    const { index } = await indexFolder(folder);
    expect(index.filesRead).toBe(3);
    expect(index.skipped).toEqual([{ reason: 'longview-result', files: 1, examples: ['out'] }]);
  });

  it('reads NIfTI, plain and compressed, with the date of its folder or name', async () => {
    const folder = temporaryFolder({
      '2020-01-01/anat/t1c.nii.gz': gzipSync(volume),
      '2020-01-01/anat/flair.nii': volume,
      '20210101_t1c.nii': volume,
    });
    const { index, series } = await indexFolder(folder);
    expect(index.patients.map(({ label }) => label)).toEqual(['patient']);
    const dated = [...series.values()].map((one) => [one.date, one.entry.sequence, one.dateSource]);
    expect(dated.sort()).toEqual([
      ['2020-01-01', 'FLAIR', 'folder name'],
      ['2020-01-01', 'T1c', 'folder name'],
      ['2021-01-01', 'T1c', 'file name'],
    ]);
  });

  it.each([
    [['A/2020-01-01/t1.nii', 'B/2020-01-01/t1.nii'], 2],
    [['sub-01/ses-20200101/anat/t1.nii', 'sub-01/ses-20210101/anat/t1.nii', 'sub-02/anat/t1.nii'], 2],
    [['2020-01-01/t1.nii', '2021-01-01/t1.nii'], 1],
    [['T1/2020-01-01.nii', 'FLAIR/2020-01-01.nii'], 1],
  ])('finds in %j %i patient(s)', async (paths, patients) => {
    const folder = temporaryFolder(Object.fromEntries(paths.map((path) => [path, volume])));
    expect((await indexFolder(folder)).index.patients.length).toBe(patients);
  });

  it('reads a header that is longer than the beginning of the file', async () => {
    const long = { '00091010': ['UN', new Uint8Array(300_000)] } as const;
    const folder = temporaryFolder(named('a', dicomStack(3, 2, { elements: long })));
    const { series } = await indexFolder(folder);
    expect([...series.values()].map((one) => one.entry.problemCode)).toEqual([null]);
  });

  it('indexes a single file', async () => {
    const folder = temporaryFolder({ '2020-01-01-t1c.nii': volume });
    const { series } = await indexFolder(join(folder, '2020-01-01-t1c.nii'));
    expect([...series.values()].map((one) => one.date)).toEqual(['2020-01-01']);
  });

  it('lets the user name a sequence and says so', async () => {
    const folder = temporaryFolder(named('a', dicomStack(3, 2, { description: 'head' })));
    const { series } = await indexFolder(folder, undefined, undefined, { '1.2.3.1': 'FLAIR' });
    const [only] = series.values();
    expect(only?.entry).toMatchObject({ sequence: 'FLAIR', evidence: ['named by the user'] });
    expect(only?.warnings).toEqual([{ code: 'order/sequence-overridden', series: 'head', sequence: 'FLAIR' }]);
  });
});

describe('indexFolder refuses', () => {
  it('a folder that is not there', async () => {
    const path = join(temporaryFolder({}), 'nowhere');
    expect(await problemOfPromise(indexFolder(path))).toEqual({ code: 'folder/not-found', path });
  });

  it('an empty folder', async () => {
    const path = temporaryFolder({ 'empty/.keep': '' });
    expect(await problemOfPromise(indexFolder(path))).toEqual({ code: 'folder/empty', path });
  });

  it('a folder without images and says what is there', async () => {
    const path = temporaryFolder({ 'report.pdf': '%PDF-1.4', 'x.zip': new Uint8Array([0x50, 0x4b, 3, 4]) });
    expect(await problemOfPromise(indexFolder(path))).toEqual({
      code: 'folder/no-images',
      path,
      otherFiles: 2,
      examples: ['report.pdf (a PDF)', 'x.zip (a ZIP archive)'],
    });
  });

  it('a single PDF by what it is', async () => {
    const path = join(temporaryFolder({ 'report.pdf': '%PDF-1.4' }), 'report.pdf');
    const problem = { code: 'dicom/not-dicom', file: 'report.pdf', looksLike: 'a PDF' };
    expect(await problemOfPromise(indexFolder(path))).toEqual(problem);
  });

  it('a folder of truncated files by that name', async () => {
    const path = temporaryFolder({ 'a.dcm': dicomSlice().subarray(0, 300), 'b.txt': 'hello' });
    expect(await problemOfPromise(indexFolder(path))).toEqual({ code: 'dicom/truncated', file: 'a.dcm' });
  });

  it('going on after a cancel', async () => {
    const path = temporaryFolder(named('a', dicomStack(3, 2)));
    const problem = await problemOfPromise(indexFolder(path, undefined, { aborted: true }));
    expect(problem).toEqual({ code: 'job/cancelled' });
  });
});

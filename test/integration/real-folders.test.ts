import { existsSync, rmSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import type { Vec3 } from '../../electron/core/base/vector.ts';
import { maskVoxels } from '../../electron/core/base/volume.ts';
import { indexFolder } from '../../electron/worker/files/index-folder.ts';
import { loadMask } from '../../electron/worker/files/load-mask.ts';
import { loadSeries } from '../../electron/worker/files/load-series.ts';
import { openTimeline } from '../../electron/worker/files/open-timeline.ts';
import { problemOfPromise } from '../fixtures/problem-of.ts';
import { glioblastomaFolder, hasRealPatients } from '../fixtures/real-series.ts';
import { canUnpack, unpackArchive } from '../fixtures/unpack-archive.ts';

const shared = '../shared/data';
if (!hasRealPatients) console.warn('skipped: the real folders need ../shared/data');

const unpacked: string[] = [];
afterAll(() => unpacked.forEach((folder) => rmSync(folder, { recursive: true })));

describe.skipIf(!hasRealPatients)('the glioblastoma patients of two dates', () => {
  it.each([
    ['case-01', ['1996-08-13', '1997-01-17'], 157],
    ['case-05', ['1993-05-26', '1993-07-20'], 55],
    ['case-09', ['1997-08-21', '1997-09-17'], 27],
  ])('%s opens with its dates, T1 after contrast and masks on the grids of the scans', async (name, dates, days) => {
    const folder = `${glioblastomaFolder}/${name}`;
    const { timeline, series } = await openTimeline(folder);
    expect(timeline.visits.map((visit) => visit.date)).toEqual(dates);
    expect(timeline.visits[1]?.day).toBe(days);
    expect(timeline.warnings).toEqual([]);
    for (const visit of timeline.visits) {
      const [entry] = visit.series;
      expect(entry).toMatchObject({ sequence: 'T1c', size: [256, 256, 20], spacingMm: [0.9375, 0.9375, 6.5] });
      const loadable = series.get(entry?.key ?? '');
      if (!loadable) throw new Error('the series is not loadable');
      const { volume } = await loadSeries(loadable);
      const { mask, warnings } = await loadMask(`${folder}/${visit.date}-tumour-mask.nii.gz`, volume.grid);
      expect(warnings).toEqual([]);
      expect(mask.grid).toBe(volume.grid);
      expect(maskVoxels(mask)).toBeGreaterThan(100);
      expectBrighterThanMirrored(volume.data, mask.data, volume.grid.size);
    }
  });

  it('are refused together, and the masks are never taken for scans', async () => {
    const { index } = await indexFolder(glioblastomaFolder);
    expect(index.patients.map(({ label, studies }) => [label, studies.length])).toEqual([
      ['BTP-01', 2],
      ['BTP-05', 2],
      ['BTP-09', 2],
    ]);
    expect(index.skipped.find(({ reason }) => reason === 'mask')?.files).toBe(6);
    expect(await problemOfPromise(openTimeline(glioblastomaFolder))).toMatchObject({
      code: 'patient/several',
      patients: 3,
    });
  });
});

describe.skipIf(!hasRealPatients || !canUnpack())('ten patients with a prior and a current CT', () => {
  it('are grouped by patient and date; single slices are listed as such', async () => {
    const folder = unpackArchive(`${shared}/real/ct-prior-current-dicom/dicom.tar.xz`);
    unpacked.push(folder);
    const { index, series } = await indexFolder(folder);
    expect(index.patients.length).toBe(10);
    expect(new Set(index.patients.map(({ studies }) => studies.length))).toEqual(new Set([2]));
    expect(index.patients.every(({ studies }) => (studies[0]?.date ?? '') < (studies[1]?.date ?? ''))).toBe(true);
    expect([...series.values()].every((one) => one.entry.sequence === 'CT' && one.problem !== null)).toBe(true);
  });
});

describe.skipIf(!hasRealPatients)('volumes of researchers', () => {
  it('of one undated examination are recognised but not ordered by guessing', async () => {
    const folder = `${shared}/real/glioma-four-sequences-nifti`;
    const { series } = await indexFolder(folder);
    expect([...series.values()].map((one) => one.entry.sequence).sort()).toEqual(['FLAIR', 'T1', 'T1c', 'T2']);
    expect((await problemOfPromise(openTimeline(folder))).code).toBe('timeline/missing-date');
  });

  it('bring a brain mask of one of them to its grid, and refuse it on another', async () => {
    const folder = `${shared}/real/glioma-four-sequences-nifti`;
    const { series } = await indexFolder(folder);
    const of = (sequence: string) => [...series.values()].find((one) => one.entry.sequence === sequence)?.grid;
    const [t1c, flair] = [of('T1c'), of('FLAIR')];
    if (!t1c || !flair) throw new Error('the volumes are missing');
    const path = `${folder}/bet_tcia_example_t1c_mask.nii.gz`;
    expect(maskVoxels((await loadMask(path, t1c)).mask)).toBeGreaterThan(100_000);
    expect((await problemOfPromise(loadMask(path, flair))).code).toBe('mask/other-grid');
  });
});

describe.skipIf(!existsSync(`${shared}/conformance`))('the conformance files', () => {
  it('are read or refused one by one, and none ends the program', async () => {
    const { index } = await indexFolder(`${shared}/conformance`);
    const known = /^(dicom|nifti|file)\/|^(mask|not-an-image|duplicate)$/;
    expect(index.skipped.every(({ reason }) => known.test(reason))).toBe(true);
    expect(index.elapsedMs).toBeLessThan(10_000);
  });

  it.each([
    ['pydicom_test_files/CT_small.dcm', 'series/single-slice'],
    ['pydicom_test_files/MR_small.dcm', 'series/single-slice'],
    ['pydicom_test_files/MR_small_implicit.dcm', 'series/single-slice'],
    ['pydicom_test_files/MR_small_padded.dcm', 'series/single-slice'],
    ['pydicom_test_files/ExplVR_LitEndNoMeta.dcm', 'folder/no-images'],
    ['pydicom_test_files/MR_truncated.dcm', 'dicom/truncated'],
    ['pydicom_test_files/MR_small_bigendian.dcm', 'dicom/unsupported-transfer-syntax'],
    ['pydicom_test_files/image_dfl.dcm', 'dicom/unsupported-transfer-syntax'],
    ['pydicom_test_files/MR_small_RLE.dcm', 'dicom/unsupported-transfer-syntax'],
    ['pydicom_test_files/JPEG2000.dcm', 'dicom/unsupported-transfer-syntax'],
    ['pydicom-data/emri_small.dcm', 'dicom/unsupported-pixels'],
    ['pydicom_test_files/crayons.icc', 'dicom/not-dicom'],
    ['pydicom_test_files/zipMR.gz', 'dicom/not-dicom'],
    ['pydicom_test_files/rtplan.dcm', 'folder/no-images'],
  ])('%s ends in %s', async (file, code) => {
    expect((await problemOfPromise(openTimeline(`${shared}/conformance/${file}`))).code).toBe(code);
  });
});

/** An enhancing tumour is brighter than the same region mirrored along any axis; a mask laid wrongly would not be. */
function expectBrighterThanMirrored(data: Float32Array, mask: Uint8Array, [columns, rows, slices]: Vec3): void {
  const means = [0, 1, 2, 3].map((mirrored) => {
    let [sum, count, index] = [0, 0, 0];
    for (let k = 0; k < slices; k++) {
      for (let j = 0; j < rows; j++) {
        for (let i = 0; i < columns; i++, index++) {
          if (mask[index] === 0) continue;
          const [x, y] = [mirrored === 1 ? columns - 1 - i : i, mirrored === 2 ? rows - 1 - j : j];
          sum += data[x + columns * (y + rows * (mirrored === 3 ? slices - 1 - k : k))] ?? 0;
          count++;
        }
      }
    }
    return sum / count;
  });
  const [inPlace, ...mirrors] = means as [number, number, number, number];
  for (const mirror of mirrors) expect(inPlace / mirror).toBeGreaterThan(1.1);
}

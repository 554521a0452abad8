import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Grid } from '../../../../electron/core/base/grid.ts';
import { maskVoxels } from '../../../../electron/core/base/volume.ts';
import { loadMask } from '../../../../electron/worker/files/load-mask.ts';
import { dicomSegmentation } from '../../../fixtures/dicom-segmentation.ts';
import { niftiFile, type NiftiOptions } from '../../../fixtures/nifti-file.ts';
import { problemOfPromise } from '../../../fixtures/problem-of.ts';
import { temporaryFolder } from '../../../fixtures/temporary-folder.ts';

/** 4 x 3 x 2 voxels of 1 x 1 x 2 mm, axes along LPS. */
const reference: Grid = {
  size: [4, 3, 2],
  spacingMm: [1, 1, 2],
  originMm: [0, 0, 10],
  directions: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
};
/** The same lattice as NIfTI writes it: RAS signs. */
const sform = [-1, 0, 0, 0, 0, -1, 0, 0, 0, 0, 2, 10];
const marked = (...voxels: readonly number[]): number[] =>
  Array.from({ length: 24 }, (_, k) => (voxels.includes(k) ? 1 : 0));
const written = (bytes: Uint8Array, name = 'm.nii'): string => join(temporaryFolder({ [name]: bytes }), name);
const load = (options: Partial<NiftiOptions>) =>
  loadMask(written(niftiFile({ size: [4, 3, 2], sform, datatype: 'uint8', ...options })), reference);

describe('loadMask', () => {
  it('lays a NIfTI mask on exactly the grid of its image', async () => {
    const { mask, warnings } = await load({ values: marked(5, 23) });
    expect(mask.grid).toBe(reference);
    expect([...mask.data]).toEqual(marked(5, 23));
    expect(warnings).toEqual([]);
  });

  it('turns axes that the file stores the other way round', async () => {
    // Columns grow to the right, rows to the front: voxel 0 of the file is the last of its slice in the image.
    const turned = [1, 0, 0, -3, 0, 1, 0, -2, 0, 0, 2, 10];
    const { mask } = await load({ sform: turned, values: marked(0) });
    expect([...mask.data]).toEqual(marked(11));
  });

  it('takes any single label for inside', async () => {
    expect(maskVoxels((await load({ values: marked(3, 4).map((v) => v * 255) })).mask)).toBe(2);
  });

  it('reads a compressed mask', async () => {
    const path = written(gzipSync(niftiFile({ size: [4, 3, 2], sform, values: marked(7) })), 'm.nii.gz');
    expect([...(await loadMask(path, reference)).mask.data]).toEqual(marked(7));
  });

  it('accepts a mask less than a millimetre beside its image, with a warning', async () => {
    const shifted = sform.map((value, k) => (k === 3 ? value + 0.4 : value));
    const { mask, warnings } = await load({ sform: shifted, values: marked(5) });
    expect([...mask.data]).toEqual(marked(5));
    expect(warnings).toMatchObject([{ code: 'decode/mask-moved', file: 'm.nii' }]);
    expect((warnings[0] as { distanceMm: number }).distanceMm).toBeCloseTo(0.4, 5);
  });

  it('lays the frames of a DICOM Segmentation on their slices', async () => {
    const frames = [{ segment: 1, z: 12, marked: [6] }];
    const path = written(dicomSegmentation({ columns: 4, rows: 3 }, frames), 'seg.dcm');
    expect([...(await loadMask(path, reference)).mask.data]).toEqual(marked(18));
  });
});

describe('loadMask refuses', () => {
  it.each<[string, Partial<NiftiOptions>]>([
    ['of another size', { size: [4, 3, 3], values: Array(36).fill(1) }],
    ['of another spacing', { sform: sform.map((v, k) => (k === 10 ? 3 : v)), values: marked(5) }],
    ['somewhere else', { sform: sform.map((v, k) => (k === 11 ? v + 4 : v)), values: marked(5) }],
    ['rotated', { sform: [-0.96, -0.28, 0, 0, 0.28, -0.96, 0, 0, 0, 0, 2, 10], values: marked(5) }],
  ])('a mask %s', async (_name, options) => {
    expect(await problemOfPromise(load(options))).toMatchObject({
      code: 'mask/other-grid',
      file: 'm.nii',
      imageSize: [4, 3, 2],
    });
  });

  it('a mask on another grid and says how far away it lies', async () => {
    const far = sform.map((value, k) => (k === 11 ? value + 40 : value));
    const problem = await problemOfPromise(load({ sform: far, values: marked(5) }));
    expect((problem as { distanceMm: number }).distanceMm).toBeCloseTo(40, 5);
  });

  it('an empty mask', async () => {
    expect(await problemOfPromise(load({ values: marked() }))).toEqual({ code: 'mask/empty', file: 'm.nii' });
  });

  it('a mask with several labels and names them', async () => {
    const values = marked(1, 2, 3).map((value, k) => value * k);
    const problem = { code: 'mask/not-binary', file: 'm.nii', labels: [1, 2, 3] };
    expect(await problemOfPromise(load({ values }))).toEqual(problem);
  });

  it('a segmentation of several regions', async () => {
    const frames = [1, 2].map((segment) => ({ segment, z: 10, marked: [segment] }));
    const path = written(dicomSegmentation({ columns: 4, rows: 3 }, frames), 'seg.dcm');
    expect((await problemOfPromise(loadMask(path, reference))).code).toBe('mask/not-binary');
  });

  it('a file that is cut off, plain or compressed', async () => {
    const bytes = niftiFile({ size: [4, 3, 2], sform, values: marked(5) });
    const packed = gzipSync(bytes);
    for (const cut of [bytes.subarray(0, 380), packed.subarray(0, packed.length - 20), new Uint8Array(0)])
      expect((await problemOfPromise(loadMask(written(cut), reference))).code).toBe('nifti/malformed');
  });

  it.each([false, true])('a small file whose header names a vast volume (compressed: %s)', async (isCompressed) => {
    const bytes = niftiFile({ size: [4, 3, 2], sform, values: marked(5) });
    new DataView(bytes.buffer).setInt16(42, 32_000, true);
    new DataView(bytes.buffer).setInt16(44, 32_000, true);
    new DataView(bytes.buffer).setInt16(46, 32_000, true);
    const path = written(isCompressed ? gzipSync(bytes) : bytes);
    expect((await problemOfPromise(loadMask(path, reference))).code).toBe('nifti/malformed');
  });

  it('a file that is not there, and one that is a PDF', async () => {
    const missing = join(temporaryFolder({}), 'none.nii');
    expect((await problemOfPromise(loadMask(missing, reference))).code).toBe('file/not-readable');
    const pdf = written(new TextEncoder().encode('%PDF-1.7'), 'report.pdf');
    expect((await problemOfPromise(loadMask(pdf, reference))).code).toBe('nifti/malformed');
  });
});

import { describe, expect, it } from 'vitest';
import { decodeSegmentation } from '../../../../electron/core/decode/decode-segmentation.ts';
import { encodeDataset, type DicomDataset } from '../../../fixtures/dicom-file.ts';
import { dicomSegmentation } from '../../../fixtures/dicom-segmentation.ts';
import { dicomSlice } from '../../../fixtures/dicom-slice.ts';
import { problemOf } from '../../../fixtures/problem-of.ts';

const size = { columns: 5, rows: 3 };
const frames = [
  { segment: 1, z: 14, marked: [14] },
  { segment: 1, z: 10, marked: [0, 7] },
  { segment: 2, z: 12, marked: [3] },
];

describe('decodeSegmentation', () => {
  it.each([
    ['explicit', {}],
    ['implicit', { explicit: false }],
    ['open sequences', { openSequences: true }],
    ['implicit open sequences', { openSequences: true, explicit: false }],
  ])('places frames of 15 pixels, which end inside a byte, by position (%s)', (_name, encoding) => {
    const segments = decodeSegmentation(dicomSegmentation(size, frames, encoding), 'x');
    expect(segments.map(({ number, label }) => [number, label])).toEqual([
      [1, 'part 1'],
      [2, 'part 2'],
    ]);
    const marked = segments.map(({ mask }) => [...mask.data].flatMap((value, k) => (value === 1 ? [k] : [])));
    expect(marked).toEqual([[0, 7, 44], [18]]);
    expect(segments[0]?.mask.grid).toMatchObject({ size: [5, 3, 3], spacingMm: [1, 1, 2], originMm: [0, 0, 10] });
  });

  it('reads a sequence of unknown representation, whose items are implicit', () => {
    const segment: DicomDataset = { '00620004': ['US', [1]], '00620005': ['LO', 'tumour'] };
    const items = encodeDataset({ '00620002': ['SQ', [segment]] }, false, false).subarray(8);
    const segments = decodeSegmentation(dicomSegmentation(size, frames, {}, { '00620002': ['UN', items] }), 'x');
    expect(segments.map(({ number, label }) => [number, label])).toEqual([[1, 'tumour']]);
  });

  it.each([true, false])(
    'refuses items nested deeper than 64 levels before they are parsed (explicit %s)',
    (explicit) => {
      let nested: DicomDataset = {};
      for (let level = 0; level < 500; level++) nested = { '00081140': ['SQ', [nested]] };
      const bytes = dicomSegmentation(size, frames, { explicit }, { '00620002': ['SQ', [nested]] });
      const problem = { code: 'dicom/malformed', file: 'x', reason: 'its sequences nest too deeply' };
      expect(problemOf(() => decodeSegmentation(bytes, 'x'))).toEqual(problem);
    },
  );

  it('leaves slices without a frame empty', () => {
    const gapped = [0, 2, 6].map((z) => ({ segment: 1, z, marked: [1] }));
    const mask = decodeSegmentation(dicomSegmentation(size, gapped), 'x')[0]?.mask;
    expect(mask?.grid.size[2]).toBe(4);
    expect([...(mask?.data ?? [])].flatMap((value, k) => (value === 1 ? [k] : []))).toEqual([1, 16, 46]);
  });

  it('reads a single frame, whose spacing only the measures tell', () => {
    const segments = decodeSegmentation(dicomSegmentation(size, [{ segment: 1, z: 3, marked: [2] }]), 'x');
    expect(segments[0]?.mask.grid).toMatchObject({ size: [5, 3, 1], spacingMm: [1, 1, 2], originMm: [0, 0, 3] });
  });

  it('refuses frames on no common lattice', () => {
    const crooked = [0, 2, 5.3].map((z) => ({ segment: 1, z, marked: [1] }));
    expect(problemOf(() => decodeSegmentation(dicomSegmentation(size, crooked), 'x')).code).toBe(
      'series/uneven-slices',
    );
  });

  it('refuses positions so far apart that they are damaged', () => {
    const far = [0, 2, 1_000_000].map((z) => ({ segment: 1, z, marked: [1] }));
    expect(problemOf(() => decodeSegmentation(dicomSegmentation(size, far), 'x')).code).toBe('dicom/malformed');
  });

  it('refuses a fractional segmentation and an ordinary image by name', () => {
    const fractional = dicomSegmentation(size, frames, {}, { '00620001': ['CS', 'FRACTIONAL'] });
    expect(problemOf(() => decodeSegmentation(fractional, 'x')).code).toBe('dicom/unsupported-pixels');
    expect(problemOf(() => decodeSegmentation(dicomSlice(), 'x')).code).toBe('dicom/unsupported-pixels');
  });

  it('refuses a file that is cut off', () => {
    const bytes = dicomSegmentation(size, frames);
    expect(problemOf(() => decodeSegmentation(bytes.subarray(0, bytes.length - 3), 'x')).code).toBe('dicom/truncated');
  });
});

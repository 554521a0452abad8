import { describe, expect, it } from 'vitest';
import { applyAffine } from '../../../../electron/core/base/affine.ts';
import { voxelToLps } from '../../../../electron/core/base/grid.ts';
import { decodeDose } from '../../../../electron/core/decode/decode-dose.ts';
import type { DicomDataset } from '../../../fixtures/dicom-file.ts';
import { dicomDose, type DoseFixture } from '../../../fixtures/dicom-dose.ts';
import { dicomSlice } from '../../../fixtures/dicom-slice.ts';
import { problemOf } from '../../../fixtures/problem-of.ts';

const columns = 3;
const rows = 2;
const offsets = [0, 4, 8, 12];
const stored = Array.from({ length: 24 }, (_, k) => 2500 * k);
const plain: DoseFixture = { columns, rows, offsets, stored, origin: [10, 20, 30] };
const read = (dose: Partial<DoseFixture> = {}, extra: DicomDataset = {}) =>
  decodeDose(dicomDose({ ...plain, ...dose }, {}, extra), 'dose.dcm');

describe('decodeDose', () => {
  it.each([
    ['32 bit, explicit', 32, {}],
    ['32 bit, implicit', 32, { explicit: false }],
    ['16 bit, explicit', 16, {}],
    ['16 bit without a preamble', 16, { bare: true }],
  ] as const)('scales and places every plane (%s)', (_, bits, encoding) => {
    const { dose, frameOfReferenceUid } = decodeDose(dicomDose({ ...plain, bits }, encoding), 'x');
    expect(dose.grid).toMatchObject({ size: [3, 2, 4], spacingMm: [2, 3, 4], originMm: [10, 20, 30] });
    expect(applyAffine(voxelToLps(dose.grid), [2, 1, 3])).toEqual([14, 23, 42]);
    expect([...dose.data].map((gray) => +gray.toFixed(4))).toEqual(stored.map((value) => value / 1000));
    expect(frameOfReferenceUid).toBe('1.2.3.52');
  });

  it('reads the whole range of unsigned 32 bits', () => {
    const { dose } = read({ stored: stored.map(() => 4294967295), scaling: '1E-8' });
    expect(dose.data[5]).toBeCloseTo(42.94967, 4);
  });

  it.each([
    ['relative and downwards', { offsets: [0, -4, -8, -12] }, [10, 20, 18]],
    ["the frames' own z", { offsets: [30, 34, 38, 42] }, [10, 20, 42]],
    ["the frames' own z, downwards", { offsets: [30, 26, 22, 18] }, [10, 20, 18]],
    ['relative, feet first', { orientation: '-1\\0\\0\\0\\1\\0' }, [10, 20, 18]],
    ["the frames' own z, feet first", { orientation: '-1\\0\\0\\0\\1\\0', offsets: [30, 34, 38, 42] }, [10, 20, 42]],
    ['relative and coronal', { orientation: '1\\0\\0\\0\\0\\1' }, [10, 8, 30]],
  ])('understands offsets that are %s', (_, dose, lastFrame) => {
    const { grid } = read(dose).dose;
    expect(grid.spacingMm[2]).toBe(4);
    applyAffine(voxelToLps(grid), [0, 0, 3]).forEach((value, axis) =>
      expect(value).toBeCloseTo(lastFrame[axis] ?? NaN, 9),
    );
  });

  const one = (tag: string, vr: string, value: string): DicomDataset => ({ [tag]: [vr, value] });
  it.each<[string, Partial<DoseFixture>, DicomDataset, object]>([
    [
      'relative doses',
      {},
      one('30040002', 'CS', 'RELATIVE'),
      { code: 'dose/unsupported', reason: 'doses in RELATIVE' },
    ],
    ['errors of a dose', {}, one('30040004', 'CS', 'ERROR'), { code: 'dose/unsupported' }],
    ['one fraction', {}, one('3004000A', 'CS', 'FRACTION'), { code: 'dose/unsupported' }],
    ['no word on what is summed', {}, one('3004000A', 'CS', ''), { keyword: 'DoseSummationType' }],
    ['no scaling', { scaling: '' }, {}, { code: 'dicom/missing-attribute', keyword: 'DoseGridScaling' }],
    ['no offsets', {}, one('3004000C', 'DS', ''), { keyword: 'GridFrameOffsetVector' }],
    ['signed values', {}, { '00280103': ['US', [1]] }, { code: 'dicom/unsupported-pixels', reason: '32 bits, signed' }],
    ['too few offsets', {}, one('00280008', 'IS', '5'), { code: 'dicom/malformed' }],
    ['offsets from nowhere', { offsets: [7, 11, 15, 19] }, {}, { code: 'dicom/malformed' }],
    ['frames out of order', { offsets: [0, 8, 4, 12] }, {}, { code: 'dicom/malformed' }],
    [
      'uneven frames',
      { offsets: [0, 4, 9, 12] },
      {},
      { code: 'dose/unsupported', reason: 'planes at uneven distances' },
    ],
    [
      'a single frame',
      { offsets: [0], stored: stored.slice(0, 6) },
      {},
      { code: 'dose/unsupported', reason: 'a single plane' },
    ],
    ['missing planes', { stored: stored.slice(0, 20) }, {}, { code: 'dicom/truncated' }],
    ['no place', {}, one('00200032', 'DS', ''), { keyword: 'ImagePositionPatient' }],
  ])('refuses %s by name', (_, dose, extra, problem) => {
    expect(problemOf(() => read(dose, extra))).toMatchObject({ file: 'dose.dcm', ...problem });
  });

  it('refuses an image that is no dose', () => {
    expect(problemOf(() => decodeDose(dicomSlice({}), 'mr.dcm'))).toMatchObject({ code: 'dose/not-dose', found: 'MR' });
  });
});

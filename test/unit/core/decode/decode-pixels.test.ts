import { describe, expect, it } from 'vitest';
import { assembleVolume } from '../../../../electron/core/decode/assemble-volume.ts';
import { decodePixels, pixelProblem } from '../../../../electron/core/decode/decode-pixels.ts';
import type { ImageHeader } from '../../../../electron/core/decode/image-header.ts';
import { readHeader } from '../../../../electron/core/decode/read-header.ts';
import { stackSlices } from '../../../../electron/core/decode/stack-slices.ts';
import type { DicomDataset } from '../../../fixtures/dicom-file.ts';
import { dicomSlice, dicomStack } from '../../../fixtures/dicom-slice.ts';
import { problemOf, problemOfPromise } from '../../../fixtures/problem-of.ts';

const bits = (allocated: number, stored: number, sign: 0 | 1): Readonly<Record<string, DicomDataset[string]>> => ({
  '00280100': ['US', [allocated]],
  '00280101': ['US', [stored]],
  '00280102': ['US', [stored - 1]],
  '00280103': ['US', [sign]],
});
const pixels = (bytes: Uint8Array, header: ImageHeader): Uint8Array =>
  bytes.subarray(
    header.pixels.pixelDataOffset ?? 0,
    (header.pixels.pixelDataOffset ?? 0) + (header.pixels.pixelDataLength ?? 0),
  );

function decoded(
  stored: ArrayLike<number> & { buffer: ArrayBuffer },
  elements: Record<string, DicomDataset[string]>,
): number[] {
  const value: DicomDataset[string] = ['OW', new Uint8Array(stored.buffer)];
  const bytes = dicomSlice({ columns: 2, rows: 2, elements: { ...elements, '7FE00010': value } });
  const header = readHeader(bytes, 'x');
  const target = new Float32Array(4);
  decodePixels(pixels(bytes, header), header, target);
  return [...target];
}

describe('decodePixels', () => {
  it.each<[string, ArrayLike<number> & { buffer: ArrayBuffer }, Record<string, DicomDataset[string]>, number[]]>([
    ['8 bit unsigned', new Uint8Array([0, 1, 128, 255]), bits(8, 8, 0), [0, 1, 128, 255]],
    ['8 bit signed', new Int8Array([-128, -1, 0, 127]), bits(8, 8, 1), [-128, -1, 0, 127]],
    ['16 bit unsigned', new Uint16Array([0, 1, 40000, 65535]), bits(16, 16, 0), [0, 1, 40000, 65535]],
    ['16 bit signed', new Int16Array([-32768, -1, 0, 32767]), bits(16, 16, 1), [-32768, -1, 0, 32767]],
    ['12 of 16 bit unsigned', new Uint16Array([0, 1, 2048, 4095]), bits(16, 12, 0), [0, 1, 2048, 4095]],
    ['12 of 16 bit signed', new Uint16Array([0xfff, 0x800, 0, 0x7ff]), bits(16, 12, 1), [-1, -2048, 0, 2047]],
    ['an overlay in the high bits', new Uint16Array([0xf001, 0x1fff, 0x8000, 2]), bits(16, 12, 0), [1, 4095, 0, 2]],
    ['32 bit unsigned', new Uint32Array([0, 1, 2 ** 31, 2 ** 24]), bits(32, 32, 0), [0, 1, 2 ** 31, 2 ** 24]],
    ['32 bit signed', new Int32Array([-(2 ** 31), -1, 0, 2 ** 20]), bits(32, 32, 1), [-(2 ** 31), -1, 0, 2 ** 20]],
  ])('decodes %s', (_name, stored, elements, expected) => {
    expect(decoded(stored, elements)).toEqual(expected);
  });

  it('applies rescale slope and intercept', () => {
    const rescale: Record<string, DicomDataset[string]> = { '00281052': ['DS', '-1024'], '00281053': ['DS', '0.5'] };
    expect(decoded(new Uint16Array([0, 2, 2048, 4000]), rescale)).toEqual([-1024, -1023, 0, 976]);
  });

  it('keeps MONOCHROME1 as stored', () => {
    expect(decoded(new Uint16Array([1, 2, 3, 4]), { '00280004': ['CS', 'MONOCHROME1'] })).toEqual([1, 2, 3, 4]);
  });

  it('reads from any byte offset', () => {
    const header = readHeader(dicomSlice({ columns: 2, rows: 1, values: [258, 772] }), 'x');
    const target = new Float32Array(2);
    decodePixels(new Uint8Array([9, 2, 1, 4, 3]).subarray(1), header, target);
    expect([...target]).toEqual([258, 772]);
  });

  it.each<[string, string, Record<string, DicomDataset[string] | null>]>([
    ['colour', 'dicom/unsupported-pixels', { '00280002': ['US', [3]], '00280004': ['CS', 'RGB'] }],
    ['several frames', 'dicom/unsupported-pixels', { '00280008': ['IS', '2'] }],
    ['12 allocated bits', 'dicom/unsupported-pixels', bits(12, 12, 0)],
    ['more stored than allocated bits', 'dicom/unsupported-pixels', { '00280102': ['US', [16]] }],
    ['no pixels', 'dicom/missing-attribute', { '7FE00010': null }],
    ['no rows', 'dicom/missing-attribute', { '00280010': ['US', [0]] }],
  ])('refuses %s by name', (_name, code, elements) => {
    expect(pixelProblem(readHeader(dicomSlice({ elements }), 'x'))?.code).toBe(code);
  });

  it('refuses compressed pixels and names the transfer syntax', () => {
    const encoding = { transferSyntaxUid: '1.2.840.10008.1.2.4.90' };
    expect(pixelProblem(readHeader(dicomSlice({ encoding }), 'x'))).toMatchObject({
      code: 'dicom/unsupported-transfer-syntax',
      transferSyntaxUid: '1.2.840.10008.1.2.4.90',
    });
  });

  it('notices from the header that pixels are cut off', () => {
    const bytes = dicomSlice();
    const header = readHeader(bytes.subarray(0, bytes.length - 2), 'x');
    expect(pixelProblem(header)).toEqual({ code: 'dicom/truncated', file: 'x' });
    const whole = readHeader(bytes, 'x');
    expect(problemOf(() => decodePixels(new Uint8Array(22), whole, new Float32Array(12))).code).toBe('dicom/truncated');
  });
});

function copied(from: Uint8Array, target: Uint8Array): number {
  target.set(from.subarray(0, target.length));
  return Math.min(from.length, target.length);
}

describe('assembleVolume', () => {
  it.each<[number, (values: readonly number[]) => Uint8Array]>([
    [8, (values) => new Uint8Array(values)],
    [16, (values) => new Uint8Array(new Uint16Array(values).buffer)],
    [32, (values) => new Uint8Array(new Uint32Array(values).buffer)],
  ])('decodes %i-bit pixels inside the memory of the volume without overtaking itself', async (allocated, store) => {
    const valuesOf = (k: number): number[] => Array.from({ length: 63 }, (_, i) => (i * 37 + k * 11) % 251);
    const slices = [0, 1, 2].map((k) => {
      const value: DicomDataset[string] = ['OW', store(valuesOf(k))];
      const elements = { ...bits(allocated, allocated, 0), '7FE00010': value };
      return dicomSlice({ columns: 9, rows: 7, position: [0, 0, k], instance: k, elements });
    });
    const list = slices.map((bytes, k) => readHeader(bytes, `${k}`));
    const read = async (slice: number, target: Uint8Array): Promise<number> =>
      copied(pixels(slices[slice] as Uint8Array, list[slice] as ImageHeader), target);
    const { data } = await assembleVolume(stackSlices(list).grid, list, { lanes: 2, readPixels: read });
    expect([...data]).toEqual([0, 1, 2].flatMap(valuesOf));
  });

  const files = [2, 0, 1].map((k) => dicomSlice({ position: [0, 0, k], instance: k, values: Array(12).fill(k) }));
  const headers = files.map((bytes, k) => readHeader(bytes, `${k}`));
  const { grid, order } = stackSlices(headers);
  const sorted = order.map((k) => headers[k] as ImageHeader);
  const readPixels = async (slice: number, target: Uint8Array): Promise<number> =>
    copied(pixels(files[order[slice] as number] as Uint8Array, sorted[slice] as ImageHeader), target);

  it.each([1, 2, 5])('puts every slice in its place with %i lanes', async (lanes) => {
    const { data } = await assembleVolume(grid, sorted, { lanes, readPixels });
    expect([...data]).toEqual([0, 1, 2].flatMap((k) => Array<number>(12).fill(k)));
  });

  it('stops when it is cancelled', async () => {
    const signal = { aborted: true };
    const problem = await problemOfPromise(assembleVolume(grid, sorted, { lanes: 2, readPixels }, signal));
    expect(problem).toEqual({ code: 'job/cancelled' });
  });

  it('reads a stack of many slices in order', async () => {
    const many = dicomStack(40, 1.5);
    const list = many.map((bytes, k) => readHeader(bytes, `${k}`));
    const read = async (slice: number, target: Uint8Array): Promise<number> =>
      copied(pixels(many[slice] as Uint8Array, list[slice] as ImageHeader), target);
    const stack = stackSlices(list);
    const { data } = await assembleVolume(stack.grid, list, { lanes: 4, readPixels: read });
    expect(data.length).toBe(480);
    expect(data[11]).toBe(11);
    expect(data[479]).toBe(11);
  });
});

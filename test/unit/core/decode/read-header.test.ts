import { describe, expect, it } from 'vitest';
import { readHeader } from '../../../../electron/core/decode/read-header.ts';
import { MoreBytesNeeded } from '../../../../electron/core/decode/scan-elements.ts';
import { concat, dicomFile, encodeDataset, type DicomDataset } from '../../../fixtures/dicom-file.ts';
import { dicomSlice, sliceDataset } from '../../../fixtures/dicom-slice.ts';
import { problemOf } from '../../../fixtures/problem-of.ts';

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const mr: DicomDataset = {
  '00101010': ['AS', '072Y'],
  '00180010': ['LO', 'Gadolinium'],
  '00180020': ['CS', 'GR\\IR'],
  '00180080': ['DS', '2300'],
  '00180081': ['DS', '2.98'],
  '00180082': ['DS', '900'],
  '00180086': ['IS', '2'],
  '00281052': ['DS', '-1024'],
  '00281053': ['DS', '2.5'],
};

describe('readHeader', () => {
  const encodings = [
    ['explicit', {}],
    ['implicit', { explicit: false }],
    ['explicit without preamble', { bare: true }],
    ['implicit without preamble', { bare: true, explicit: false }],
    ['explicit with open sequences', { openSequences: true }],
    ['implicit with open sequences', { openSequences: true, explicit: false }],
  ] as const;

  it.each(encodings)('gives the same header in %s encoding', (_name, encoding) => {
    const sequence: DicomDataset[string] = ['SQ', [{ '00080100': ['SH', 'A'], '00081140': ['SQ', [{}, {}]] }, {}]];
    const elements = { ...mr, '00081032': sequence, '00082112': sequence };
    const options = { elements, columns: 5, rows: 2, position: [-1.5, 2, 3], pixelSpacing: [0.5, 0.75] };
    const bytes = dicomSlice({ ...options, encoding });
    const header = readHeader(bytes, 'a.dcm');
    expect(header).toMatchObject({
      file: 'a.dcm',
      patientId: 'P1',
      patientName: 'Test^Patient',
      patientBirthDate: null,
      patientAge: '072Y',
      studyDate: '2020-01-02',
      modality: 'MR',
      seriesDescription: 'T1post',
      imageType: ['ORIGINAL', 'PRIMARY', 'M'],
      hasSourceImages: true,
      syntheticData: false,
      geometry: { rows: 2, columns: 5, imagePositionPatient: [-1.5, 2, 3], pixelSpacingMm: [0.5, 0.75] },
      pixels: { bitsAllocated: 16, pixelRepresentation: 0, rescaleSlope: 2.5, rescaleIntercept: -1024 },
      acquisition: { repetitionTimeMs: 2300, echoTimeMs: 2.98, inversionTimeMs: 900, scanningSequence: ['GR', 'IR'] },
      discriminators: { echoNumbers: 2 },
    });
    expect(header.pixels.pixelDataOffset).toBe(bytes.length - 20);
    expect(header.pixels.pixelDataLength).toBe(20);
  });

  it('reads the same from the beginning of a file as from the whole, or asks for more', () => {
    const bytes = dicomSlice({ elements: { ...mr, '00091010': ['UN', new Uint8Array(5000)] } });
    const whole = readHeader(bytes, 'a');
    let asked = 0;
    for (let length = 200; length < bytes.length; length += 7) {
      try {
        expect(readHeader(bytes.subarray(0, length), 'a', bytes.length)).toEqual(whole);
      } catch (error) {
        if (!(error instanceof MoreBytesNeeded)) throw error;
        expect(error.bytes).toBeGreaterThan(length);
        expect(error.bytes).toBeLessThanOrEqual(bytes.length);
        asked++;
      }
    }
    expect(asked).toBeGreaterThan(0);
  });

  it.each([
    ['a PDF', text('%PDF-1.7 and more')],
    ['a PNG picture', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10])],
    ['a JPEG picture', new Uint8Array([0xff, 0xd8, 0xff, 0xe0])],
    ['a ZIP archive', new Uint8Array([0x50, 0x4b, 3, 4, 0, 0])],
    ['a gzip archive', new Uint8Array([0x1f, 0x8b, 8, 0])],
    ['a Linux program', new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 2])],
    ['a text file', text('patient;date\n1;2020-01-01\n')],
    ['an empty file', new Uint8Array(0)],
    ['a file of unknown kind', new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8])],
  ])('says that %s is not DICOM', (looksLike, bytes) => {
    expect(problemOf(() => readHeader(bytes, 'x'))).toEqual({ code: 'dicom/not-dicom', file: 'x', looksLike });
  });

  it('refuses every header that is cut off, or tells that no pixels came', () => {
    const bytes = dicomSlice({ elements: mr });
    for (let length = 140; length < bytes.length - 40; length++) {
      try {
        expect(readHeader(bytes.subarray(0, length), 'x').pixels.pixelDataOffset).toBeNull();
      } catch {
        expect(problemOf(() => readHeader(bytes.subarray(0, length), 'x')).code).toBe('dicom/truncated');
      }
    }
  });

  it('tells how much of cut-off pixels the file has', () => {
    const bytes = dicomSlice();
    expect(readHeader(bytes.subarray(0, bytes.length - 6), 'x').pixels.pixelDataLength).toBe(24 - 6);
  });

  it.each(['1.2.840.10008.1.2.2', '1.2.840.10008.1.2.1.99'])('refuses transfer syntax %s by name', (uid) => {
    const bytes = dicomSlice({ encoding: { transferSyntaxUid: uid } });
    const problem = { code: 'dicom/unsupported-transfer-syntax', file: 'x', transferSyntaxUid: uid };
    expect(problemOf(() => readHeader(bytes, 'x'))).toEqual(problem);
  });

  it('refuses sequences nested deeper than 64 levels at once', () => {
    const open = new Uint8Array([8, 0, 0x40, 0x11, 0x53, 0x51, 0, 0, 255, 255, 255, 255]);
    const item = new Uint8Array([0xfe, 0xff, 0, 0xe0, 255, 255, 255, 255]);
    const levels = Array.from({ length: 100_000 }, () => concat([open, item]));
    const bytes = concat([dicomFile({ '00080016': ['UI', '1.2'] }), ...levels]);
    const start = performance.now();
    expect(problemOf(() => readHeader(bytes, 'x')).code).toBe('dicom/malformed');
    expect(performance.now() - start).toBeLessThan(500);
  });

  it('reads UTF-8 descriptions where the file says so, and Latin-1 otherwise', () => {
    const description = 'T1 nach Kontrast für Schädel';
    const elements = { '00080005': ['CS', 'ISO_IR 192'], '0008103E': ['LO', description] } as const;
    expect(readHeader(dicomSlice({ elements }), 'x').seriesDescription).toBe(description);
    const latin = Uint8Array.from('Schädel', (c) => c.charCodeAt(0));
    expect(readHeader(dicomSlice({ elements: { '0008103E': ['LO', latin] } }), 'x').seriesDescription).toBe('Schädel');
  });

  it('keeps the last letter of UTF-8 whose last byte is a space in Latin-1', () => {
    const elements = { '00080005': ['CS', 'ISO_IR 192'], '0008103E': ['LO', '50 % là'] } as const;
    expect(readHeader(dicomSlice({ elements }), 'x').seriesDescription).toBe('50 % là');
  });

  it.each([
    ['an element left implicit in an explicit file', encodeDataset({ '00290001': ['LO', 'old'] }, false, false)],
    [
      'an element of 64-bit values',
      new Uint8Array([0x29, 0, 1, 0, 0x4f, 0x56, 0, 0, 8, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8]),
    ],
    ['a damaged sequence that nobody reads', encodeDataset({ '00290001': ['SQ', new Uint8Array(10)] }, true, false)],
  ])('reads past %s', (_name, element) => {
    const bytes = dicomSlice({ elements: mr });
    const expected = readHeader(bytes, 'x');
    const headOfPixels = (expected.pixels.pixelDataOffset ?? 0) - 12;
    const longer = concat([bytes.subarray(0, headOfPixels), element, bytes.subarray(headOfPixels)]);
    const pixels = { ...expected.pixels, pixelDataOffset: headOfPixels + element.length + 12 };
    expect(readHeader(longer, 'x')).toEqual({ ...expected, pixels });
  });

  it('reads no number out of text that is none', () => {
    const elements = { '00180081': ['DS', '2,98'], '00280030': ['DS', '1.0x\\1'] } as const;
    const { acquisition, geometry } = readHeader(dicomSlice({ elements }), 'x');
    expect([acquisition.echoTimeMs, geometry.pixelSpacingMm]).toEqual([null, null]);
  });

  it.each([
    ['', null],
    ['20201301', null],
    ['20210229', null],
    ['20200229', '2020-02-29'],
    ['2020.03.04', '2020-03-04'],
    ['garbage', null],
  ])('reads the date "%s" as %s', (studyDate, expected) => {
    expect(readHeader(dicomSlice({ studyDate }), 'x').studyDate).toBe(expected);
  });

  it('leaves what is absent absent instead of guessing', () => {
    const gone = { '00200032': null, '00200037': null, '00280030': null, '00100020': null };
    const { geometry, patientId, acquisition } = readHeader(dicomSlice({ elements: gone }), 'x');
    expect(geometry).toMatchObject({ imagePositionPatient: null, imageOrientationPatient: null, pixelSpacingMm: null });
    expect(patientId).toBe('');
    expect(acquisition.echoTimeMs).toBeNull();
  });

  it('knows synthetic data by its attribute', () => {
    const dataset = { ...sliceDataset(), '0008001C': ['CS', 'YES'] } as const;
    expect(readHeader(dicomFile(dataset), 'x').syntheticData).toBe(true);
  });
});

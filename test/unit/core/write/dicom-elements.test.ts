import { describe, expect, it } from 'vitest';
import {
  decimalString,
  numberElement,
  sequenceElement,
  textElement,
  asciiText,
} from '../../../../electron/core/write/dicom/element.ts';
import { encodeElements, type Element, type Encoding } from '../../../../electron/core/write/dicom/encode-elements.ts';
import { encodeDicomFile } from '../../../../electron/core/write/dicom/encode-file.ts';
import {
  readElements,
  sourceItems,
  sourceNumbers,
  sourceText,
} from '../../../../electron/core/write/dicom/read-elements.ts';

const sop = { classUid: '1.2.3', instanceUid: '1.2.4', implementationVersion: 'TEST' };
const encodings: readonly Encoding[] = ['explicit', 'implicit'];

describe.each(encodings)('elements written %s', (encoding) => {
  const item = [textElement('ReferencedSOPInstanceUID', '1.2.5')];
  const file = encodeDicomFile(
    [
      textElement('PatientID', 'odd'),
      textElement('ImageType', 'DERIVED', 'SECONDARY'),
      textElement('PixelSpacing', '0.5', '0.75'),
      numberElement('Rows', 513),
      sequenceElement('SourceImageSequence', [item, item], encoding),
      { tag: 0x7fe00010, vr: 'OW', value: new Uint8Array(8), undefinedLength: false },
    ],
    encoding,
    sop,
  );

  it('come back as they were', () => {
    const read = readElements(file);
    expect(read.encoding).toBe(encoding);
    expect(sourceText(read, 'PatientID')).toBe('odd');
    expect(sourceText(read, 'ImageType')).toBe('DERIVED\\SECONDARY');
    expect(sourceNumbers(read, 'PixelSpacing')).toEqual([0.5, 0.75]);
    expect(sourceNumbers(read, 'Rows')).toEqual([513]);
    expect(read.elements.get(0x00082112)?.value.length).toBe(2 * (8 + encodeElements(item, encoding).length));
  });

  it('do without the pixels', () => {
    expect(readElements(file.subarray(0, file.length - 8)).elements.size).toBe(readElements(file).elements.size);
  });

  it('keep a sequence of undefined length to its last byte', () => {
    const open = openSequence(encodeElements(item, encoding));
    const read = readElements(encodeDicomFile([textElement('PatientID', 'X'), open], encoding, sop));
    expect(read.elements.get(open.tag)?.value).toEqual(open.value);
    expect(sourceItems(read, 'SourceImageSequence')).toEqual(open.value.subarray(0, open.value.length - 8));
  });

  it('are refused when cut off, nested too deeply, or not DICOM', () => {
    expect(() => readElements(file.subarray(0, 300))).toThrow('dicom/truncated');
    expect(() => readElements(new Uint8Array(200))).toThrow('dicom/not-dicom');
    let deep = new Uint8Array(0);
    for (let level = 0; level < 70; level++) {
      deep = encodeElements([openSequence(deep)], encoding) as Uint8Array<ArrayBuffer>;
    }
    const hostile = encodeDicomFile([{ ...openSequence(deep), tag: 0x00081115 }], encoding, sop);
    expect(() => readElements(hostile)).toThrow('dicom/malformed');
  });
});

describe('an element', () => {
  it.each([
    ['a code with small letters', () => textElement('Modality', 'mr')],
    ['a text that is too long', () => textElement('SeriesDescription', 'x'.repeat(65))],
    ['a backslash inside one value', () => textElement('SeriesDescription', 'a\\b')],
    ['letters outside ASCII', () => textElement('SeriesDescription', 'über')],
    ['a UID with a leading zero', () => textElement('SOPInstanceUID', '1.02')],
    ['a number for a text', () => numberElement('PatientID', 1)],
    ['a number that 16 bits do not hold', () => numberElement('Rows', 65536)],
    ['a part of a number', () => numberElement('InStackPositionNumber', 1.5)],
    ['a number that single precision does not hold', () => numberElement('FloatPixelPaddingValue', 1e39)],
    ['no number', () => numberElement('RealWorldValueSlope', NaN)],
    ['no numbers', () => numberElement('DimensionIndexValues')],
    ['a number without end as text', () => decimalString(Infinity)],
    [
      'the same tag twice',
      () => encodeElements([textElement('StudyID', '1'), textElement('StudyID', '2')], 'explicit'),
    ],
  ])('is never written with %s', (_, write) => {
    expect(write).toThrow(RangeError);
  });

  it('is padded to an even length, UIDs with a zero byte', () => {
    expect([...textElement('StudyID', 'abc').value]).toEqual([97, 98, 99, 32]);
    expect(textElement('SOPInstanceUID', '1.2').value.at(-1)).toBe(0);
  });

  it('writes binary numbers little endian, and tags by group and element', () => {
    expect([...numberElement('Rows', 513).value]).toEqual([1, 2]);
    expect([...numberElement('DimensionIndexValues', 1, 0x01020304).value]).toEqual([1, 0, 0, 0, 4, 3, 2, 1]);
    expect([...numberElement('FloatPixelPaddingValue', -2).value]).toEqual([0, 0, 0, 0xc0]);
    expect([...numberElement('RealWorldValueSlope', 1).value]).toEqual([0, 0, 0, 0, 0, 0, 0xf0, 0x3f]);
    expect([...numberElement('DimensionIndexPointer', 0x00209113).value]).toEqual([0x20, 0, 0x13, 0x91]);
  });

  it('writes any number in at most 16 characters', () => {
    for (const value of [1 / 3, -1 / 3, 1e-9 / 7, 123456789.123456789, 0, -1024]) {
      const text = decimalString(value);
      expect(text.length).toBeLessThanOrEqual(16);
      expect(Math.abs(Number(text) - value)).toBeLessThanOrEqual(Math.abs(value) * 1e-8);
    }
  });

  it('turns foreign text into safe text', () => {
    expect(asciiText('Grün\\1', 5)).toBe('Gr?n/');
  });
});

function openSequence(content: Uint8Array): Element {
  const value = new Uint8Array(content.length + 24);
  const view = new DataView(value.buffer);
  const delimiter = (at: number, tag: number, length: number): void => {
    view.setUint16(at, 0xfffe, true);
    view.setUint16(at + 2, tag, true);
    view.setUint32(at + 4, length, true);
  };
  delimiter(0, 0xe000, 0xffffffff);
  value.set(content, 8);
  delimiter(8 + content.length, 0xe00d, 0);
  delimiter(16 + content.length, 0xe0dd, 0);
  return { tag: 0x00082112, vr: 'SQ', value, undefinedLength: true };
}

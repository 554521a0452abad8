import { ExpectedError } from '../../base/expected-error.ts';
import type { ScanOrigin } from '../provenance.ts';
import { tagOf, type Keyword } from './attributes.ts';
import type { Element, Encoding } from './encode-elements.ts';
import { transferSyntaxUids } from './encode-file.ts';

/** The elements of a DICOM file up to its pixels, values as the very bytes of the file, by tag. */
export interface SourceDataSet {
  readonly encoding: Encoding;
  readonly elements: ReadonlyMap<number, Element>;
}

const pixelGroup = 0x7fe0;
const [itemTag, itemEnd, sequenceEnd] = [0xfffee000, 0xfffee00d, 0xfffee0dd];
const undefinedLength = 0xffffffff;
const deepest = 64;
const longForm = /^(OB|OD|OF|OL|OV|OW|SQ|SV|UC|UN|UR|UT|UV)$/;
/** Transfer syntaxes whose data set is not explicit little endian, and that are not copied from. */
const otherSyntaxes = new Set(['1.2.840.10008.1.2.2', '1.2.840.10008.1.2.1.99']);

/**
 * Elements of a source file as raw bytes, so that patient and study attributes can be copied byte for byte.
 *
 * @param bytes the file, or its beginning up to the pixel data
 * @throws ExpectedError 'dicom/not-dicom', 'dicom/truncated', 'dicom/malformed', 'dicom/unsupported-transfer-syntax'
 */
export function readElements(bytes: Uint8Array): SourceDataSet {
  const isDicom = bytes.length >= 132 && textOf(bytes.subarray(128, 132)) === 'DICM';
  if (!isDicom) throw new ExpectedError({ code: 'dicom/not-dicom', file: 'source', looksLike: 'no DICM prefix' });
  const meta = readDataSet({ bytes, view: viewOf(bytes), encoding: 'explicit' }, 132, (tag) => tag >>> 16 !== 2);
  const syntax = textOf(meta.elements.get(0x00020010)?.value ?? new Uint8Array(0));
  if (otherSyntaxes.has(syntax)) {
    throw new ExpectedError({ code: 'dicom/unsupported-transfer-syntax', file: 'source', transferSyntaxUid: syntax });
  }
  const encoding = syntax === transferSyntaxUids.implicit ? 'implicit' : 'explicit';
  const main = readDataSet({ bytes, view: viewOf(bytes), encoding }, meta.end, (tag) => tag >>> 16 >= pixelGroup);
  return { encoding, elements: main.elements };
}

/** Text of an element without its padding; null when absent or empty. Only for attributes that are ASCII by definition. */
export function sourceText(source: SourceDataSet, keyword: Keyword): string | null {
  const element = source.elements.get(tagOf(keyword));
  const text = element === undefined ? '' : textOf(element.value);
  return text === '' ? null : text;
}

/** Whether the file says that it was generated, or else was acquired. */
export function scanOrigin(source: SourceDataSet): ScanOrigin {
  return sourceText(source, 'SyntheticData') === 'YES' ? 'generated' : 'acquired';
}

/** Numbers of a decimal or integer string, or of a US element; null when absent or empty. */
export function sourceNumbers(source: SourceDataSet, keyword: Keyword): readonly number[] | null {
  const element = source.elements.get(tagOf(keyword));
  if (element === undefined || element.value.length === 0) return null;
  if (['Rows', 'Columns', 'PixelRepresentation'].includes(keyword)) return [viewOf(element.value).getUint16(0, true)];
  const text = textOf(element.value);
  return text === '' ? null : text.split('\\').map(Number);
}

/**
 * Items of a source's sequence as they stand, without the sequence's own delimiter.
 */
export function sourceItems(source: SourceDataSet, keyword: Keyword): Uint8Array | null {
  const element = source.elements.get(tagOf(keyword));
  if (element === undefined || element.value.length === 0) return null;
  return element.undefinedLength ? element.value.subarray(0, element.value.length - 8) : element.value;
}

interface Reading {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly encoding: Encoding;
}

function readDataSet(reading: Reading, start: number, stop: (tag: number) => boolean) {
  const elements = new Map<number, Element>();
  let at = start;
  while (at + 8 <= reading.bytes.length) {
    const head = readHead(reading, at);
    if (stop(head.tag)) break;
    const end = endOfValue(reading, head, 0);
    const { tag, vr, length } = head;
    const value = reading.bytes.subarray(head.valueAt, end);
    elements.set(tag, { tag, vr, value, undefinedLength: length === undefinedLength });
    at = end;
  }
  return { elements, end: at };
}

interface Head {
  readonly tag: number;
  readonly vr: string;
  readonly length: number;
  readonly valueAt: number;
}

function readHead({ bytes, view, encoding }: Reading, at: number): Head {
  if (at + 8 > bytes.length) throw new ExpectedError({ code: 'dicom/truncated', file: 'source' });
  const tag = ((view.getUint16(at, true) << 16) | view.getUint16(at + 2, true)) >>> 0;
  const bare = encoding === 'implicit' || tag >>> 16 === 0xfffe;
  if (bare) return { tag, vr: '', length: view.getUint32(at + 4, true), valueAt: at + 8 };
  const vr = textOf(bytes.subarray(at + 4, at + 6));
  if (!longForm.test(vr)) return { tag, vr, length: view.getUint16(at + 6, true), valueAt: at + 8 };
  if (at + 12 > bytes.length) throw new ExpectedError({ code: 'dicom/truncated', file: 'source' });
  return { tag, vr, length: view.getUint32(at + 8, true), valueAt: at + 12 };
}

/** Where a value ends; one of undefined length is walked item by item to its delimiter, which belongs to it. */
function endOfValue(reading: Reading, head: Head, depth: number): number {
  if (depth > deepest)
    throw new ExpectedError({ code: 'dicom/malformed', file: 'source', reason: 'nested too deeply' });
  if (head.length !== undefinedLength) {
    const end = head.valueAt + head.length;
    if (end > reading.bytes.length) throw new ExpectedError({ code: 'dicom/truncated', file: 'source' });
    return end;
  }
  // Within UN of undefined length everything is implicit (DICOM PS3.5 6.2.2, note on UN).
  const inner: Reading = head.vr === 'UN' ? { ...reading, encoding: 'implicit' } : reading;
  const isItem = head.tag === itemTag;
  let at = head.valueAt;
  for (;;) {
    const next = readHead(inner, at);
    if (next.tag === (isItem ? itemEnd : sequenceEnd)) return next.valueAt;
    if (!isItem && next.tag !== itemTag) {
      throw new ExpectedError({ code: 'dicom/malformed', file: 'source', reason: 'sequence without items' });
    }
    at = endOfValue(inner, next, depth + 1);
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function textOf(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text.replace(/[\0 ]+$/, '').trimStart();
}

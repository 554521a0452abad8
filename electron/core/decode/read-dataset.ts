import { ExpectedError } from '../base/expected-error.ts';
import { ElementValues } from './element-values.ts';
import { looksLike } from './looks-like.ts';
import { parseScanned } from './parse-elements.ts';
import { isValueRepresentation, scanElements, type DataElement, type ElementSource } from './scan-elements.ts';
import { tags } from './tags.ts';

/** One file's elements up to Pixel Data, with the way to read them. */
export interface FileDataset {
  readonly source: ElementSource;
  readonly transferSyntaxUid: string;
  readonly elements: ReadonlyMap<number, DataElement>;
  readonly values: ElementValues;
}

const implicitLittleEndian = '1.2.840.10008.1.2';
const explicitLittleEndian = '1.2.840.10008.1.2.1';
/** Headers in these cannot be walked as they stand. */
const unreadableHeaders = new Set(['1.2.840.10008.1.2.2', '1.2.840.10008.1.2.1.99']);

/**
 * Scans one DICOM file and readies its values, with or without the Part 10 preamble, in implicit or explicit little endian (compressed pixels
 * included, since their header is explicit little endian).
 *
 * @throws ExpectedError 'dicom/not-dicom', 'dicom/truncated', 'dicom/malformed', 'dicom/unsupported-transfer-syntax'
 * @throws MoreBytesNeeded when `source.bytes` is a beginning that is too short
 * @see DICOM PS3.10 chapter 7
 */
export function readDataset(source: ElementSource): FileDataset {
  const end = source.fileLength;
  if (hasPreamble(source.bytes)) {
    const meta = scanElements(source, { start: 132, end, explicit: true, onlyGroup: 0x0002 });
    const named = new ElementValues(parseScanned(source, meta.elements)).text(tags.transferSyntaxUid);
    return scanFrom(source, meta.next, named);
  }
  if (!startsLikeDataset(source.bytes))
    throw new ExpectedError({ code: 'dicom/not-dicom', file: source.file, looksLike: looksLike(source.bytes) });
  return scanFrom(source, 0, '');
}

function scanFrom(source: ElementSource, start: number, namedTransferSyntax: string): FileDataset {
  const transferSyntaxUid = namedTransferSyntax === '' ? guessedSyntax(source.bytes, start) : namedTransferSyntax;
  if (unreadableHeaders.has(transferSyntaxUid))
    throw new ExpectedError({ code: 'dicom/unsupported-transfer-syntax', file: source.file, transferSyntaxUid });
  const explicit = transferSyntaxUid !== implicitLittleEndian;
  const { elements } = scanElements(source, { start, end: source.fileLength, explicit });
  return { source, transferSyntaxUid, elements, values: new ElementValues(parseScanned(source, elements)) };
}

function hasPreamble(bytes: Uint8Array): boolean {
  return bytes[128] === 0x44 && bytes[129] === 0x49 && bytes[130] === 0x43 && bytes[131] === 0x4d;
}

/** Old files begin at once with group 0008 and a short first element. */
function startsLikeDataset(bytes: Uint8Array): boolean {
  if (bytes.length < 16 || bytes[0] !== 0x08 || bytes[1] !== 0x00 || (bytes[3] as number) > 0x30) return false;
  const isExplicit = isValueRepresentation(bytes[4] as number, bytes[5] as number);
  return isExplicit || (bytes[6] === 0 && bytes[7] === 0);
}

/** A file that names no transfer syntax shows by its first element whether representations are written out. */
function guessedSyntax(bytes: Uint8Array, start: number): string {
  const isExplicit = isValueRepresentation(bytes[start + 4] ?? 0, bytes[start + 5] ?? 0);
  return isExplicit ? explicitLittleEndian : implicitLittleEndian;
}

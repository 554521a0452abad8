import { ExpectedError } from '../base/expected-error.ts';

/** Where one data element lies in a file. */
export interface DataElement {
  /** Group and element as one number, for example 0x00280010. */
  readonly tag: number;
  /** Value representation; 'UN' where the encoding does not say. */
  readonly vr: string;
  /** Offset of the value from the start of the bytes. */
  readonly offset: number;
  /** Length of the value in bytes, for pixels as far as the file has them; null for pixels of undefined length. */
  readonly length: number | null;
}

/** Bytes of one file, or of its beginning, and how to read them. */
export interface ElementSource {
  readonly bytes: Uint8Array;
  /** Length of the whole file; larger than `bytes.length` when only its beginning is in memory. */
  readonly fileLength: number;
  readonly file: string;
}

/** Thrown when the beginning of a file does not hold its whole header: read at least `bytes` and try again. */
export class MoreBytesNeeded extends Error {
  readonly bytes: number;

  constructor(bytes: number) {
    super(`the header needs ${bytes} bytes`);
    this.name = 'MoreBytesNeeded';
    this.bytes = bytes;
  }
}

/** Tag of Pixel Data, where a scan of a header stops. */
export const pixelDataTag = 0x7fe00010;
const firstPixelTag = 0x7fe00008;
const undefinedLength = 0xffffffff;
/** DCMTK's limit; real files stay below 10. */
const maximumDepth = 64;
const itemTag = 0xfffee000;
const itemEndTag = 0xfffee00d;
const sequenceEndTag = 0xfffee0dd;
const longForms = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SQ', 'SV', 'UC', 'UN', 'UR', 'UT', 'UV']);

/** One element's head, before its value. */
interface ElementHead {
  readonly tag: number;
  readonly vr: string;
  readonly offset: number;
  readonly length: number;
}

/** What part of a file to walk. */
export interface ScanRange {
  /** Offset of the first element. */
  readonly start: number;
  /** Offset behind the last one; `fileLength` for a whole file. */
  readonly end: number;
  /** Whether value representations are written out. */
  readonly explicit: boolean;
  /** Stop before the first element of another group. */
  readonly onlyGroup?: number;
}

/** Elements by tag, in the order of the file, and the offset behind the last one. */
export interface ScannedElements {
  readonly elements: ReadonlyMap<number, DataElement>;
  readonly next: number;
}

/**
 * Walks the top level of a data set without decoding values, up to Pixel Data. Sequences of known length are jumped
 * over; those of undefined length are walked with a stack of at most 64 levels. The walk is linear in the bytes and
 * never recursive, so that hostile nesting costs nothing.
 *
 * @throws ExpectedError 'dicom/truncated' when a length reaches behind the end, 'dicom/malformed'
 * @throws MoreBytesNeeded when the beginning in memory is too short
 * @see DICOM PS3.5 chapter 7
 */
export function scanElements(source: ElementSource, range: ScanRange): ScannedElements {
  const elements = new Map<number, DataElement>();
  let position = range.start;
  while (position < range.end) {
    const head = readHead(source, position, range.explicit);
    if (range.onlyGroup !== undefined && head.tag >>> 16 !== range.onlyGroup) break;
    const isOpen = head.length === undefinedLength;
    if (head.tag >= firstPixelTag && head.tag <= pixelDataTag) {
      // Pixels may be cut off while the header is sound: the length that is there is told, and whoever decodes decides.
      const length = isOpen ? null : Math.min(head.length, range.end - head.offset);
      elements.set(head.tag, { ...head, length });
      return { elements, next: head.offset };
    }
    const after = isOpen ? skipSequence(source, head, range.explicit) : head.offset + head.length;
    if (after > range.end) throw new ExpectedError({ code: 'dicom/truncated', file: source.file });
    elements.set(head.tag, isOpen ? { ...head, length: after - 8 - head.offset } : head);
    position = after;
  }
  return { elements, next: position };
}

/**
 * Finds the items of one sequence element.
 *
 * @returns start and end offset of each item's data set
 */
export function sequenceItems(
  source: ElementSource,
  element: DataElement,
  explicit: boolean,
): readonly (readonly [number, number])[] {
  const items: [number, number][] = [];
  const itemsExplicit = explicit && element.vr !== 'UN';
  const end = element.offset + (element.length ?? 0);
  let position = element.offset;
  while (position < end) {
    const { tag, length } = readItemHead(source, position);
    if (tag !== itemTag) break;
    const isUndefined = length === undefinedLength;
    const after = isUndefined ? skipOpen(source, position + 8, itemsExplicit, 'item') : position + 8 + length;
    if (after > end) throw new ExpectedError({ code: 'dicom/truncated', file: source.file });
    items.push([position + 8, isUndefined ? after - 8 : after]);
    position = after;
  }
  return items;
}

/** Whether two bytes are capital letters, as every value representation is. */
export function isValueRepresentation(first: number, second: number): boolean {
  return first >= 65 && first <= 90 && second >= 65 && second <= 90;
}

function readHead(source: ElementSource, position: number, explicit: boolean): ElementHead {
  ensureBytes(source, position + 8);
  const { bytes } = source;
  const tag = readTag(bytes, position);
  const [first, second] = [bytes[position + 4] as number, bytes[position + 5] as number];
  // Some writers leave single elements implicit inside an explicit file; every reader in use accepts that.
  if (!explicit || tag >>> 16 === 0xfffe || !isValueRepresentation(first, second))
    return { tag, vr: 'UN', offset: position + 8, length: uint32(bytes, position + 4) };
  const vr = String.fromCharCode(first, second);
  if (!longForms.has(vr)) return { tag, vr, offset: position + 8, length: uint16(bytes, position + 6) };
  ensureBytes(source, position + 12);
  return { tag, vr, offset: position + 12, length: uint32(bytes, position + 8) };
}

function skipSequence(source: ElementSource, head: ElementHead, explicit: boolean): number {
  // PS3.5 6.2.2: an element of unknown VR and undefined length holds items in implicit encoding.
  return skipOpen(source, head.offset, explicit && head.vr === 'SQ', 'sequence');
}

/** Offset behind the delimiter that closes what is open at `start`. */
function skipOpen(source: ElementSource, start: number, explicit: boolean, open: 'sequence' | 'item'): number {
  const stack: { readonly kind: 'sequence' | 'item'; readonly explicit: boolean }[] = [{ kind: open, explicit }];
  let position = start;
  for (;;) {
    const top = stack[stack.length - 1];
    if (top === undefined) return position;
    if (stack.length > maximumDepth)
      throw new ExpectedError({ code: 'dicom/malformed', file: source.file, reason: 'its sequences nest too deeply' });
    if (top.kind === 'sequence') {
      const { tag, length } = readItemHead(source, position);
      position += 8;
      if (tag === sequenceEndTag) stack.pop();
      else if (tag !== itemTag) throw strayTag(source);
      else if (length === undefinedLength) stack.push({ kind: 'item', explicit: top.explicit });
      else position += length;
      continue;
    }
    const head = readHead(source, position, top.explicit);
    position = head.offset;
    if (head.tag === itemEndTag) stack.pop();
    else if (head.tag >>> 16 === 0xfffe) throw strayTag(source);
    else if (head.length !== undefinedLength) position += head.length;
    else stack.push({ kind: 'sequence', explicit: top.explicit && head.vr === 'SQ' });
  }
}

function strayTag(source: ElementSource): ExpectedError {
  return new ExpectedError({ code: 'dicom/malformed', file: source.file, reason: 'a sequence holds no items' });
}

function readItemHead(source: ElementSource, position: number): { readonly tag: number; readonly length: number } {
  ensureBytes(source, position + 8);
  return { tag: readTag(source.bytes, position), length: uint32(source.bytes, position + 4) };
}

function ensureBytes(source: ElementSource, end: number): void {
  if (end <= source.bytes.length) return;
  if (end > source.fileLength) throw new ExpectedError({ code: 'dicom/truncated', file: source.file });
  throw new MoreBytesNeeded(end);
}

function readTag(bytes: Uint8Array, position: number): number {
  return uint16(bytes, position) * 0x10000 + uint16(bytes, position + 2);
}

function uint16(bytes: Uint8Array, position: number): number {
  return (bytes[position] as number) | ((bytes[position + 1] as number) << 8);
}

function uint32(bytes: Uint8Array, position: number): number {
  return (uint16(bytes, position) | (uint16(bytes, position + 2) << 16)) >>> 0;
}

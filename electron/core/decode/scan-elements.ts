import { ExpectedError } from '../base/expected-error.ts';

/** Where one data element lies in a file. */
export interface DataElement {
  /** Group and element as one number, for example 0x00280010. */
  readonly tag: number;
  /** Value representation; 'UN' where the encoding does not say. */
  readonly vr: string;
  /** Whether the element writes out its value representation. */
  readonly explicit: boolean;
  /** Offset of the element from the start of the bytes. */
  readonly start: number;
  /** Offset of its value. */
  readonly offset: number;
  /** Length of the value in bytes, for pixels as far as the file has them; null for pixels of undefined length. */
  readonly length: number | null;
  /** Offset behind the element, with the delimiter that closes an open sequence. */
  readonly end: number;
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
/** Long forms that dicom-parser 1.8 takes for short ones. */
const formsTheLibraryMisreads = new Set(['OV', 'SV', 'UV']);

/** An element as its head tells it: when the length is the mark of an open one, the end is unknown. */
type ElementHead = DataElement & { readonly length: number };

/** A sequence or an item that a walk is inside of. */
interface Level {
  readonly kind: 'sequence' | 'item';
  readonly explicit: boolean;
  /** Where it ends; null when a delimiter closes it. */
  readonly end: number | null;
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
 * Walks the top level of a data set without decoding values, up to Pixel Data: the guard in front of dicom-parser, which
 * is given only what a walk has found sound. Sequences of known length are jumped over; those of undefined length are
 * walked with a stack of at most 64 levels. The walk is linear in the bytes and never recursive, so that hostile nesting
 * costs nothing.
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
      elements.set(head.tag, { ...head, length, end: head.offset + (length ?? 0) });
      return { elements, next: head.offset };
    }
    const end = isOpen ? walkSequence(source, head.offset, sequenceLevel(head), 'jump') : head.end;
    if (end > range.end) throw new ExpectedError({ code: 'dicom/truncated', file: source.file });
    elements.set(head.tag, isOpen ? { ...head, length: end - 8 - head.offset, end } : head);
    position = end;
  }
  return { elements, next: position };
}

/**
 * Walks a whole sequence, with all that is nested in it, before the library reads it recursively; does nothing where an
 * element holds no items.
 *
 * @throws ExpectedError 'dicom/truncated', 'dicom/malformed' when it nests too deeply or mixes encodings
 * @throws MoreBytesNeeded when the beginning in memory is too short
 */
export function guardSequence(source: ElementSource, element: DataElement): void {
  if (element.end > source.bytes.length) throw new MoreBytesNeeded(element.end);
  if (holdsItems(source.bytes, element)) walkSequence(source, element.offset, sequenceLevel(element), 'descend');
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
  if (!explicit || tag >>> 16 === 0xfffe || !isValueRepresentation(first, second)) {
    const [offset, length] = [position + 8, uint32(bytes, position + 4)];
    return { tag, vr: 'UN', explicit: false, start: position, offset, length, end: offset + length };
  }
  const vr = String.fromCharCode(first, second);
  const isLong = longForms.has(vr);
  if (isLong) ensureBytes(source, position + 12);
  const offset = position + (isLong ? 12 : 8);
  const length = isLong ? uint32(bytes, position + 8) : uint16(bytes, position + 6);
  return { tag, vr, explicit: true, start: position, offset, length, end: offset + length };
}

function malformed({ file }: ElementSource, reason: string): ExpectedError {
  return new ExpectedError({ code: 'dicom/malformed', file, reason });
}

/** PS3.5 6.2.2: an element of unknown VR and undefined length holds items in implicit encoding. */
function sequenceLevel({ vr, length, offset }: DataElement): Level {
  return { kind: 'sequence', explicit: vr === 'SQ', end: length === undefinedLength ? null : offset + (length ?? 0) };
}

/** Whether the library may take a value of known length for a sequence. */
function holdsItems(bytes: Uint8Array, { vr, offset, length }: DataElement): boolean {
  if (vr !== 'UN') return vr === 'SQ';
  return length !== null && length >= 8 && offset + 8 <= bytes.length && readTag(bytes, offset) === itemTag;
}

/**
 * Offset behind a sequence whose value begins at `start`.
 *
 * @param nested whether what is nested in it with a known length is jumped over or walked too
 */
function walkSequence(source: ElementSource, start: number, sequence: Level, nested: 'jump' | 'descend'): number {
  const levels = [sequence];
  let position = start;
  for (;;) {
    const level = levels[levels.length - 1];
    if (level === undefined) return position;
    if (levels.length > maximumDepth) throw malformed(source, 'its sequences nest too deeply');
    if (level.end !== null && position >= level.end) {
      if (position > level.end) throw new ExpectedError({ code: 'dicom/truncated', file: source.file });
      levels.pop();
      continue;
    }
    const step =
      level.kind === 'sequence' ? stepInSequence(source, position, level) : stepInItem(source, position, level);
    if (nested === 'descend' && step.isMisread) throw malformed(source, 'a sequence mixes encodings');
    position = step.next;
    if (step.opens === 'parent') levels.pop();
    else if (step.opens === null) continue;
    else if (step.opens.end === null || nested === 'descend') levels.push(step.opens);
    else position = step.opens.end;
  }
}

/** What a walk meets: the end of its level, a level further down, or an element to pass. */
interface Step {
  readonly next: number;
  readonly opens: Level | 'parent' | null;
  /** Whether the library would lose its way here. */
  readonly isMisread: boolean;
}

function stepInSequence(source: ElementSource, position: number, { explicit }: Level): Step {
  const { tag, length } = readItemHead(source, position);
  const next = position + 8;
  if (tag === sequenceEndTag) return { next, opens: 'parent', isMisread: false };
  if (tag !== itemTag) throw malformed(source, 'a sequence holds no items');
  const end = length === undefinedLength ? null : next + length;
  return { next, opens: { kind: 'item', explicit, end }, isMisread: false };
}

function stepInItem(source: ElementSource, position: number, { explicit }: Level): Step {
  const head = readHead(source, position, explicit);
  if (head.tag === itemEndTag) return { next: head.offset, opens: 'parent', isMisread: false };
  if (head.tag >>> 16 === 0xfffe) throw malformed(source, 'a sequence holds no items');
  const isMisread = explicit && (!head.explicit || formsTheLibraryMisreads.has(head.vr));
  const isNested = head.length === undefinedLength || holdsItems(source.bytes, head);
  if (isNested) return { next: head.offset, opens: sequenceLevel(head), isMisread };
  return { next: head.end, opens: null, isMisread };
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

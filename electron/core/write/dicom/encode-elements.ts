/** One data element with its value already as bytes. */
export interface Element {
  /** Group in the high 16 bits. */
  readonly tag: number;
  /** Value representation; '' where an implicit source does not say. */
  readonly vr: string;
  readonly value: Uint8Array;
  /** A sequence whose value ends with its own delimiter. */
  readonly undefinedLength: boolean;
}

/** How data sets are encoded: with the value representation written out, or without it. */
export type Encoding = 'explicit' | 'implicit';

/** Representations whose length takes four bytes after two empty ones (DICOM PS3.5 7.1.2). */
const longForm = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SQ', 'SV', 'UC', 'UN', 'UR', 'UT', 'UV']);
const undefinedLength = 0xffffffff;

/**
 * Data set as little-endian bytes, elements in the order of their tags.
 *
 * @throws RangeError when a tag comes twice or a value has an odd length
 */
export function encodeElements(elements: readonly Element[], encoding: Encoding): Uint8Array {
  const sorted = [...elements].sort((a, b) => a.tag - b.tag);
  const out = new Uint8Array(
    sorted.reduce((sum, element) => sum + headBytes(element, encoding) + element.value.length, 0),
  );
  const view = new DataView(out.buffer);
  let at = 0;
  sorted.forEach((element, index) => {
    if (element.tag === sorted[index - 1]?.tag) throw new RangeError(`tag ${element.tag.toString(16)} twice`);
    if (element.value.length % 2 === 1) throw new RangeError(`tag ${element.tag.toString(16)} has an odd length`);
    writeHead(view, at, element, encoding);
    at += headBytes(element, encoding);
    out.set(element.value, at);
    at += element.value.length;
  });
  return out;
}

function headBytes(element: Element, encoding: Encoding): number {
  return encoding === 'explicit' && longForm.has(element.vr) ? 12 : 8;
}

function writeHead(view: DataView, at: number, element: Element, encoding: Encoding): void {
  const length = element.undefinedLength ? undefinedLength : element.value.length;
  view.setUint16(at, element.tag >>> 16, true);
  view.setUint16(at + 2, element.tag & 0xffff, true);
  if (encoding === 'implicit') return view.setUint32(at + 4, length, true);
  view.setUint8(at + 4, element.vr.charCodeAt(0));
  view.setUint8(at + 5, element.vr.charCodeAt(1));
  if (longForm.has(element.vr)) return view.setUint32(at + 8, length, true);
  if (length > 0xffff) throw new RangeError(`tag ${element.tag.toString(16)} is too long`);
  view.setUint16(at + 6, length, true);
}

import { attributes, type Keyword } from './attributes.ts';
import { encodeElements, type Element, type Encoding } from './encode-elements.ts';

/** Longest value of each text representation, in characters (DICOM PS3.5 table 6.2-1). */
const longest: Readonly<Record<string, number>> = {
  AE: 16,
  CS: 16,
  DA: 8,
  DS: 16,
  DT: 26,
  IS: 12,
  LO: 64,
  LT: 10240,
  PN: 64,
  SH: 16,
  ST: 1024,
  TM: 14,
  UI: 64,
  UT: 65534,
};
/** Text that may hold a backslash: it has one value. */
const singleValued = new Set(['ST', 'LT', 'UT']);

/** Code value, coding scheme designator, code meaning. */
export type Code = readonly [value: string, scheme: string, meaning: string];

/**
 * Text element; several values are joined by a backslash. Longview's own texts are ASCII, which every character set contains.
 *
 * @throws RangeError when a value breaks the rules of its representation: Longview never writes what it would refuse
 */
export function textElement(keyword: Keyword, ...values: readonly string[]): Element {
  const [tag, vr] = attributes[keyword];
  const most = longest[vr];
  if (most === undefined) throw new RangeError(`${keyword} is not text`);
  for (const value of values) {
    const backslash = value.includes('\\') && !singleValued.has(vr);
    if (value.length > most || backslash || !/^[\x20-\x7e]*$/.test(value))
      throw new RangeError(`${keyword}: bad value`);
    if (vr === 'CS' && !/^[A-Z0-9_ ]*$/.test(value)) throw new RangeError(`${keyword}: bad code string`);
    if (vr === 'UI' && !/^(0|[1-9]\d*)(\.(0|[1-9]\d*))+$/.test(value)) throw new RangeError(`${keyword}: bad UID`);
  }
  const text = values.join('\\');
  const value = new Uint8Array(text.length + (text.length % 2));
  for (let k = 0; k < text.length; k++) value[k] = text.charCodeAt(k);
  if (text.length % 2 === 1) value[text.length] = vr === 'UI' ? 0 : 0x20;
  return { tag, vr, value, undefinedLength: false };
}

/**
 * Element of binary numbers: unsigned 16 or 32 bits, single or double precision, or tags.
 *
 * @throws RangeError when a number does not fit into its representation, or none is given
 */
export function numberElement(keyword: Keyword, ...values: readonly number[]): Element {
  const [tag, vr] = attributes[keyword];
  const binary = binaryNumbers[vr];
  if (binary === undefined) throw new RangeError(`${keyword} is not binary`);
  if (values.length === 0 || !values.every(binary.holds)) throw new RangeError(`${keyword}: bad number`);
  const value = new Uint8Array(binary.bytes * values.length);
  const view = new DataView(value.buffer);
  values.forEach((number, k) => binary.write(view, binary.bytes * k, number));
  return { tag, vr, value, undefinedLength: false };
}

interface BinaryNumber {
  readonly bytes: number;
  readonly holds: (value: number) => boolean;
  readonly write: (view: DataView, at: number, value: number) => void;
}

const isWhole =
  (most: number) =>
  (value: number): boolean =>
    Number.isInteger(value) && value >= 0 && value <= most;

const binaryNumbers: Readonly<Record<string, BinaryNumber>> = {
  US: { bytes: 2, holds: isWhole(0xffff), write: (view, at, value) => view.setUint16(at, value, true) },
  UL: { bytes: 4, holds: isWhole(0xffffffff), write: (view, at, value) => view.setUint32(at, value, true) },
  FL: {
    bytes: 4,
    holds: (value) => Number.isFinite(Math.fround(value)),
    write: (view, at, value) => view.setFloat32(at, value, true),
  },
  FD: { bytes: 8, holds: Number.isFinite, write: (view, at, value) => view.setFloat64(at, value, true) },
  AT: {
    bytes: 4,
    holds: isWhole(0xffffffff),
    write: (view, at, value) => {
      view.setUint16(at, value >>> 16, true);
      view.setUint16(at + 2, value & 0xffff, true);
    },
  },
};

/** Element whose value is bytes already. */
export function bytesElement(keyword: Keyword, value: Uint8Array): Element {
  const [tag, vr] = attributes[keyword];
  return { tag, vr, value, undefinedLength: false };
}

/** Sequence element of defined length; `more` holds items that are encoded already. */
export function sequenceElement(
  keyword: Keyword,
  items: readonly (readonly Element[])[],
  encoding: Encoding,
  more?: Uint8Array,
): Element {
  const [tag, vr] = attributes[keyword];
  const parts = items.flatMap((item) => {
    const content = encodeElements(item, encoding);
    const head = new Uint8Array(8);
    const view = new DataView(head.buffer);
    view.setUint16(0, 0xfffe, true);
    view.setUint16(2, 0xe000, true);
    view.setUint32(4, content.length, true);
    return [head, content];
  });
  return { tag, vr, value: joinBytes(more === undefined ? parts : [...parts, more]), undefinedLength: false };
}

/** Code sequence with one item. */
export function codeElement(keyword: Keyword, code: Code, encoding: Encoding): Element {
  const [value, scheme, meaning] = code;
  const item = [
    textElement('CodeValue', value),
    textElement('CodingSchemeDesignator', scheme),
    textElement('CodeMeaning', meaning),
  ];
  return sequenceElement(keyword, [item], encoding);
}

/**
 * Number as a decimal string of at most 16 characters with as many digits as fit.
 *
 * @throws RangeError when it is not finite
 */
export function decimalString(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError('number has no decimal string');
  for (let digits = 16; digits > 0; digits--) {
    const text = String(Number(value.toPrecision(digits)));
    if (text.length <= 16) return text;
  }
  throw new RangeError('number has no decimal string');
}

/** Text that fits into a value: other characters than printable ASCII become '?', backslashes '/', the rest is cut. */
export function asciiText(text: string, most: number): string {
  return text
    .replace(/[^\x20-\x7e]/g, '?')
    .replaceAll('\\', '/')
    .slice(0, most)
    .trim();
}

/** Arrays one after the other. */
export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

import { isoDate } from './iso-date.ts';
import { MoreBytesNeeded, type DataElement, type ElementSource } from './scan-elements.ts';

/** Reads the values of scanned elements; absent and empty ones give '' or [] or null. */
export interface ElementValues {
  /** Value with padding removed. */
  text(tag: number): string;
  /** Values of a multi-valued string. */
  texts(tag: number): readonly string[];
  /** First value of a decimal or integer string, or of a binary number. */
  number(tag: number): number | null;
  /** Every value of a decimal or integer string. */
  numbers(tag: number): readonly number[];
  /** Date as YYYY-MM-DD. */
  date(tag: number): string | null;
  /** Whether the element is there and not empty. */
  has(tag: number): boolean;
}

const binaryTypes: Readonly<Record<string, readonly [bytes: number, read: (view: DataView, at: number) => number]>> = {
  US: [2, (view, at) => view.getUint16(at, true)],
  SS: [2, (view, at) => view.getInt16(at, true)],
  UL: [4, (view, at) => view.getUint32(at, true)],
  SL: [4, (view, at) => view.getInt32(at, true)],
  FL: [4, (view, at) => view.getFloat32(at, true)],
  FD: [8, (view, at) => view.getFloat64(at, true)],
};

const specificCharacterSet = 0x00080005;

/**
 * Values of one data set, little endian. Text is taken for Latin-1 unless the data set says UTF-8 (ISO_IR 192).
 *
 * @param vrOf value representation of a tag where the file is implicit
 */
export function elementValues(
  source: ElementSource,
  elements: ReadonlyMap<number, DataElement>,
  vrOf: (tag: number) => string | undefined,
): ElementValues {
  const valueBytes = (tag: number): Uint8Array => bytesOf(source, elements.get(tag));
  const isUtf8 = latin1(valueBytes(specificCharacterSet)).includes('192');
  const text = (tag: number): string => {
    const bytes = valueBytes(tag);
    return trim(isUtf8 ? utf8(bytes) : latin1(bytes));
  };
  const texts = (tag: number): readonly string[] => {
    const whole = text(tag);
    return whole === '' ? [] : whole.split('\\').map(trim);
  };
  const numbers = (tag: number): readonly number[] => {
    const element = elements.get(tag);
    const vr = element === undefined || element.vr === 'UN' ? vrOf(tag) : element.vr;
    const binary = vr === undefined ? undefined : binaryTypes[vr];
    if (binary !== undefined) return binaryNumbers(valueBytes(tag), binary);
    return texts(tag).map((value) => (value === '' ? Number.NaN : Number(value)));
  };
  const number = (tag: number): number | null => {
    const first = numbers(tag)[0];
    return first !== undefined && Number.isFinite(first) ? first : null;
  };
  return { text, texts, numbers, number, date: (tag) => isoDate(text(tag)), has: (tag) => valueBytes(tag).length > 0 };
}

function bytesOf(source: ElementSource, element: DataElement | undefined): Uint8Array {
  if (element === undefined || element.length === null || element.length === 0) return new Uint8Array(0);
  const end = element.offset + element.length;
  if (end > source.bytes.length) throw new MoreBytesNeeded(end);
  return source.bytes.subarray(element.offset, end);
}

function binaryNumbers(bytes: Uint8Array, [size, read]: (typeof binaryTypes)[string] & object): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: Math.floor(bytes.length / size) }, (_, k) => read(view, k * size));
}

function latin1(bytes: Uint8Array): string {
  let out = '';
  for (const byte of bytes) out += String.fromCharCode(byte);
  return out;
}

function utf8(bytes: Uint8Array): string {
  try {
    return decodeURIComponent(Array.from(bytes, (byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''));
  } catch {
    return latin1(bytes);
  }
}

function trim(value: string): string {
  // Values are padded to even length with a space, UIDs with a NUL (PS3.5 6.2).
  return value.replace(/^[ ]+|[ \0]+$/g, '');
}

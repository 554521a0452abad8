import { isoDate } from './iso-date.ts';
import { MoreBytesNeeded, type DataElement, type ElementSource } from './scan-elements.ts';

const binaryTypes: Readonly<Record<string, readonly [bytes: number, read: (view: DataView, at: number) => number]>> = {
  US: [2, (view, at) => view.getUint16(at, true)],
  SS: [2, (view, at) => view.getInt16(at, true)],
  UL: [4, (view, at) => view.getUint32(at, true)],
  SL: [4, (view, at) => view.getInt32(at, true)],
  FL: [4, (view, at) => view.getFloat32(at, true)],
  FD: [8, (view, at) => view.getFloat64(at, true)],
};

const specificCharacterSet = 0x00080005;
const noValues: readonly string[] = [];

/**
 * Reads the values of one data set's elements, little endian; absent and empty ones give '' or [] or null. Text is taken
 * for Latin-1 unless the data set says UTF-8 (ISO_IR 192).
 */
export class ElementValues {
  readonly #source: ElementSource;
  readonly #elements: ReadonlyMap<number, DataElement>;
  readonly #vrOf: (tag: number) => string | undefined;
  readonly #isUtf8: boolean;

  /** @param vrOf value representation of a tag where the file does not write it out */
  constructor(
    source: ElementSource,
    elements: ReadonlyMap<number, DataElement>,
    vrOf: (tag: number) => string | undefined,
  ) {
    this.#source = source;
    this.#elements = elements;
    this.#vrOf = vrOf;
    this.#isUtf8 = latin1(this.#bytes(specificCharacterSet)).includes('192');
  }

  /** Value with padding removed. */
  text(tag: number): string {
    const bytes = this.#bytes(tag);
    if (bytes.length === 0) return '';
    return trim(this.#isUtf8 ? utf8(bytes) : latin1(bytes));
  }

  /** Values of a multi-valued string. */
  texts(tag: number): readonly string[] {
    const whole = this.text(tag);
    return whole === '' ? noValues : whole.split('\\').map(trim);
  }

  /** First value of a decimal or integer string, or of a binary number. */
  number(tag: number): number | null {
    const first = this.numbers(tag)[0];
    return first !== undefined && Number.isFinite(first) ? first : null;
  }

  /** Every value of a decimal or integer string, or of a binary number; NaN where one is no number. */
  numbers(tag: number): readonly number[] {
    const element = this.#elements.get(tag);
    if (element === undefined) return [];
    const vr = element.vr === 'UN' ? this.#vrOf(tag) : element.vr;
    const bytes = this.#bytes(tag);
    if (vr === 'US' && bytes.length === 2) return [(bytes[0] as number) | ((bytes[1] as number) << 8)];
    const binary = vr === undefined ? undefined : binaryTypes[vr];
    if (binary !== undefined) return binaryNumbers(bytes, binary);
    return this.texts(tag).map((value) => (value === '' ? Number.NaN : Number(value)));
  }

  /** Date as YYYY-MM-DD. */
  date(tag: number): string | null {
    return isoDate(this.text(tag));
  }

  /** Whether the element is there and not empty. */
  has(tag: number): boolean {
    return this.#bytes(tag).length > 0;
  }

  #bytes(tag: number): Uint8Array {
    return bytesOf(this.#source, this.#elements.get(tag));
  }
}

const noBytes = new Uint8Array(0);

function bytesOf(source: ElementSource, element: DataElement | undefined): Uint8Array {
  if (element === undefined || element.length === null || element.length === 0) return noBytes;
  const end = element.offset + element.length;
  if (end > source.bytes.length) throw new MoreBytesNeeded(end);
  return source.bytes.subarray(element.offset, end);
}

function binaryNumbers(bytes: Uint8Array, [size, read]: (typeof binaryTypes)[string] & object): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: Math.floor(bytes.length / size) }, (_, k) => read(view, k * size));
}

function latin1(bytes: Uint8Array): string {
  // The argument list of one call must stay short; values longer than this are rare.
  if (bytes.length <= 1024) return String.fromCharCode.apply(null, bytes as unknown as number[]);
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

/** Values are padded to even length with a space, UIDs with a NUL (PS3.5 6.2). */
function trim(value: string): string {
  let [start, end] = [0, value.length];
  while (end > start && (value[end - 1] === ' ' || value[end - 1] === '\0')) end--;
  while (start < end && value[start] === ' ') start++;
  return value.slice(start, end);
}

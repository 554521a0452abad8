import dicomParser from 'dicom-parser';
import { isoDate } from './iso-date.ts';
import { byLibrary, keyOf, parseItems, type ParsedElements } from './parse-elements.ts';
import { tags } from './tags.ts';

/** Bytes and reader of the library, by value representation. */
const binaryTypes = {
  US: [2, 'uint16'],
  SS: [2, 'int16'],
  UL: [4, 'uint32'],
  SL: [4, 'int32'],
  FL: [4, 'float'],
  FD: [8, 'double'],
} as const;
type BinaryType = keyof typeof binaryTypes;

/** Value representation, where a file does not write it out, of the tags whose numbers are binary. */
const binaryTags: ReadonlyMap<number, BinaryType> = new Map([
  ...[tags.samplesPerPixel, tags.rows, tags.columns, tags.bitsAllocated, tags.bitsStored, tags.highBit].map(
    (tag) => [tag, 'US'] as const,
  ),
  [tags.pixelRepresentation, 'US'],
  [tags.segmentNumber, 'US'],
  [tags.referencedSegmentNumber, 'US'],
  [tags.diffusionBValue, 'FD'],
]);

const noValues: readonly string[] = [];

/**
 * The values of one data set, typed, as dicom-parser reads them; absent and empty ones give '' or [] or null. Text is
 * taken for Latin-1 unless the data set says UTF-8 (ISO_IR 192).
 */
export class ElementValues {
  readonly #parsed: ParsedElements;
  readonly #isUtf8: boolean;

  constructor(parsed: ParsedElements) {
    this.#parsed = parsed;
    this.#isUtf8 = this.#latin1(tags.specificCharacterSet).includes('192');
  }

  /** Value with padding removed. */
  text(tag: number): string {
    return this.#isUtf8 ? this.#utf8(tag) : this.#latin1(tag);
  }

  /** Values of a multi-valued string. */
  texts(tag: number): readonly string[] {
    const whole = this.text(tag);
    return whole === '' ? noValues : whole.split('\\').map((value) => value.trim());
  }

  /** First value of a decimal or integer string, or of a binary number. */
  number(tag: number): number | null {
    const first = this.numbers(tag)[0];
    return first !== undefined && Number.isFinite(first) ? first : null;
  }

  /** Every value of a decimal or integer string, or of a binary number; NaN where one is no number. */
  numbers(tag: number): readonly number[] {
    const element = this.#parsed.element(tag);
    if (element === undefined) return [];
    const vr = element.vr === undefined || element.vr === 'UN' ? binaryTags.get(tag) : element.vr;
    if (vr !== undefined && vr in binaryTypes) return this.#binary(tag, element.length, vr as BinaryType);
    // Not by floatString, for which "1,5" is 1.
    return this.texts(tag).map((value) => (value === '' ? Number.NaN : Number(value)));
  }

  /** Date as YYYY-MM-DD. */
  date(tag: number): string | null {
    return isoDate(this.text(tag));
  }

  /** Whether the element is there and not empty. */
  has(tag: number): boolean {
    return this.#parsed.lengthOf(tag) > 0;
  }

  /** Values of each item of a sequence. */
  items(tag: number): readonly ElementValues[] {
    return parseItems(this.#parsed, tag).map((item) => new ElementValues(item));
  }

  #latin1(tag: number): string {
    const { element, source, dataSet } = this.#parsed;
    return element(tag) === undefined ? '' : byLibrary(source, () => dataSet.string(keyOf(tag)) ?? '');
  }

  /** Not by `string`, which takes the byte A0, the end of many a letter, for a space. */
  #utf8(tag: number): string {
    const { element, source } = this.#parsed;
    const found = element(tag);
    if (found === undefined) return '';
    const { dataOffset, length } = found;
    return utf8(byLibrary(source, () => dicomParser.readFixedString(source.bytes, dataOffset, length))).trim();
  }

  #binary(tag: number, length: number, vr: BinaryType): readonly number[] {
    const { source, dataSet } = this.#parsed;
    const [size, read] = binaryTypes[vr];
    return byLibrary(source, () =>
      Array.from({ length: Math.floor(length / size) }, (_, k) => dataSet[read](keyOf(tag), k) ?? Number.NaN),
    );
  }
}

/** Decodes UTF-8 whose bytes came as one character each; text that is no UTF-8 stays as it is. */
function utf8(bytes: string): string {
  try {
    return decodeURIComponent(
      bytes.replaceAll(/[%\u0080-\u00ff]/g, (byte) => `%${byte.charCodeAt(0).toString(16).padStart(2, '0')}`),
    );
  } catch {
    return bytes;
  }
}

import dicomParser, { type DataSet, type Element } from 'dicom-parser';
import { ExpectedError } from '../base/expected-error.ts';
import { guardSequence, type DataElement, type ElementSource } from './scan-elements.ts';

/** One data set as dicom-parser holds it. */
export interface ParsedElements {
  readonly source: ElementSource;
  readonly dataSet: DataSet;
  /** Parses an element, if that is still to be done, so that the data set has its value. */
  readonly element: (tag: number) => Element | undefined;
  /** Length of a value in bytes, without parsing it; 0 where the element is absent. */
  readonly lengthOf: (tag: number) => number;
}

const littleEndian = dicomParser.littleEndianByteArrayParser;
// The library exports the class, its types only the interface.
const { DataSet: LibraryDataSet } = dicomParser as unknown as {
  readonly DataSet: new (...of: [typeof littleEndian, Uint8Array, DataSet['elements']]) => DataSet;
};
const keys = new Map<number, string>();

/**
 * The scanned elements of a file, each parsed by the library when it is first asked for, at the place where the scan found
 * it. So the two never disagree about where an element begins, and damage in what nobody reads does no harm.
 */
export function parseScanned(source: ElementSource, scanned: ReadonlyMap<number, DataElement>): ParsedElements {
  const dataSet = new LibraryDataSet(littleEndian, source.bytes, {});
  const stream = streamAt(source, 0);
  const element = (tag: number): Element | undefined => {
    const place = scanned.get(tag);
    if (place === undefined) return undefined;
    return (dataSet.elements[keyOf(tag)] ??= parseElement(source, stream, place));
  };
  return { source, dataSet, element, lengthOf: (tag) => scanned.get(tag)?.length ?? 0 };
}

/** The elements of each item of a sequence; none where the element is absent or empty. */
export function parseItems({ source, element }: ParsedElements, tag: number): readonly ParsedElements[] {
  const sequence = element(tag);
  if (sequence === undefined || sequence.length === 0) return [];
  // PS3.5 6.2.2: a sequence of unknown VR is in implicit encoding; where its length is known the library passes it by.
  if (sequence.items === undefined && sequence.vr === 'UN')
    byLibrary(source, () => dicomParser.readSequenceItemsImplicit(streamAt(source, sequence.dataOffset), sequence));
  return (sequence.items ?? []).flatMap(({ dataSet }) => (dataSet === undefined ? [] : [parsedItem(source, dataSet)]));
}

/** What the library throws becomes a Problem in our own words, since its words may quote the file. */
export function byLibrary<T>({ file }: ElementSource, read: () => T): T {
  try {
    return read();
  } catch {
    throw new ExpectedError({ code: 'dicom/malformed', file, reason: 'an element cannot be parsed' });
  }
}

/** Name of a tag in the library, for example "x00280010". */
export function keyOf(tag: number): string {
  const known = keys.get(tag);
  if (known !== undefined) return known;
  const key = `x${tag.toString(16).padStart(8, '0')}`;
  keys.set(tag, key);
  return key;
}

function parseElement(source: ElementSource, stream: dicomParser.ByteStream, place: DataElement): Element {
  guardSequence(source, place);
  return byLibrary(source, () => {
    stream.position = place.start;
    const element = place.explicit
      ? dicomParser.readDicomElementExplicit(stream, stream.warnings)
      : dicomParser.readDicomElementImplicit(stream);
    if (stream.position !== place.end) throw new Error('the library and the scan disagree');
    return element;
  });
}

function parsedItem(source: ElementSource, dataSet: DataSet): ParsedElements {
  const element = (tag: number): Element | undefined => dataSet.elements[keyOf(tag)];
  return { source, dataSet, element, lengthOf: (tag) => element(tag)?.length ?? 0 };
}

function streamAt({ bytes }: ElementSource, position: number): dicomParser.ByteStream {
  return new dicomParser.ByteStream(littleEndian, bytes, position);
}

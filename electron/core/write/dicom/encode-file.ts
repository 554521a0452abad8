import { joinBytes } from './element.ts';
import { encodeElements, type Element, type Encoding } from './encode-elements.ts';

/** Little-endian transfer syntaxes that Longview writes. */
export const transferSyntaxUids: Readonly<Record<Encoding, string>> = {
  explicit: '1.2.840.10008.1.2.1',
  implicit: '1.2.840.10008.1.2',
};

/** Names this writer in every file (DICOM PS3.7 D.3.3.2); a UID of our own, fixed for ever. */
const implementationClassUid = '2.25.302135789104637182950214876391450271638';

/**
 * DICOM file: preamble, meta information and data set.
 *
 * @param implementationVersion at most 16 characters
 * @see DICOM PS3.10 7.1
 */
export function encodeDicomFile(
  elements: readonly Element[],
  encoding: Encoding,
  sop: { readonly classUid: string; readonly instanceUid: string; readonly implementationVersion: string },
): Uint8Array {
  const meta = [
    metaElement(0x00020001, 'OB', Uint8Array.of(0, 1)),
    metaElement(0x00020002, 'UI', padded(sop.classUid, 0)),
    metaElement(0x00020003, 'UI', padded(sop.instanceUid, 0)),
    metaElement(0x00020010, 'UI', padded(transferSyntaxUids[encoding], 0)),
    metaElement(0x00020012, 'UI', padded(implementationClassUid, 0)),
    metaElement(0x00020013, 'SH', padded(sop.implementationVersion.slice(0, 16), 0x20)),
  ];
  const metaBytes = encodeElements(meta, 'explicit');
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, metaBytes.length, true);
  const preamble = new Uint8Array(132);
  preamble.set([0x44, 0x49, 0x43, 0x4d], 128);
  const head = encodeElements([metaElement(0x00020000, 'UL', length)], 'explicit');
  return joinBytes([preamble, head, metaBytes, encodeElements(elements, encoding)]);
}

function metaElement(tag: number, vr: string, value: Uint8Array): Element {
  return { tag, vr, value, undefinedLength: false };
}

function padded(text: string, filler: number): Uint8Array {
  const codes = [...text].map((character) => character.charCodeAt(0));
  return Uint8Array.from(codes.length % 2 === 1 ? [...codes, filler] : codes);
}

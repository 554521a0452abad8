/** First bytes by which other kinds of file are known. */
const signatures: readonly (readonly [words: string, offset: number, bytes: readonly number[]])[] = [
  ['a PDF', 0, [0x25, 0x50, 0x44, 0x46]],
  ['a PNG picture', 0, [0x89, 0x50, 0x4e, 0x47]],
  ['a JPEG picture', 0, [0xff, 0xd8, 0xff]],
  ['a GIF picture', 0, [0x47, 0x49, 0x46, 0x38]],
  ['a TIFF picture', 0, [0x49, 0x49, 0x2a, 0x00]],
  ['a TIFF picture', 0, [0x4d, 0x4d, 0x00, 0x2a]],
  ['a JPEG 2000 picture', 0, [0x00, 0x00, 0x00, 0x0c, 0x6a, 0x50]],
  ['a BMP picture', 0, [0x42, 0x4d]],
  ['a ZIP archive', 0, [0x50, 0x4b, 0x03, 0x04]],
  ['a gzip archive', 0, [0x1f, 0x8b]],
  ['an xz archive', 0, [0xfd, 0x37, 0x7a, 0x58, 0x5a]],
  ['a bzip2 archive', 0, [0x42, 0x5a, 0x68]],
  ['a Zstandard archive', 0, [0x28, 0xb5, 0x2f, 0xfd]],
  ['a 7-Zip archive', 0, [0x37, 0x7a, 0xbc, 0xaf]],
  ['a RAR archive', 0, [0x52, 0x61, 0x72, 0x21]],
  ['a tar archive', 257, [0x75, 0x73, 0x74, 0x61, 0x72]],
  ['a Linux program', 0, [0x7f, 0x45, 0x4c, 0x46]],
  ['a Windows program', 0, [0x4d, 0x5a]],
  ['an HDF5 file', 0, [0x89, 0x48, 0x44, 0x46]],
  ['an old Office document', 0, [0xd0, 0xcf, 0x11, 0xe0]],
  ['a video', 4, [0x66, 0x74, 0x79, 0x70]],
  ['an SQLite database', 0, [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65]],
  ['an NRRD volume', 0, [0x4e, 0x52, 0x52, 0x44]],
  ['a NIfTI volume', 344, [0x6e, 0x2b, 0x31, 0x00]],
  ['a NIfTI volume', 4, [0x6e, 0x2b, 0x32, 0x00]],
];

/**
 * Says what a file is that is not DICOM, with its article ("a PDF"), from its first bytes.
 *
 * @param bytes the first 512 bytes or more, or the whole file
 */
export function looksLike(bytes: Uint8Array): string {
  if (bytes.length === 0) return 'an empty file';
  const found = signatures.find(([, offset, magic]) => magic.every((byte, k) => bytes[offset + k] === byte));
  if (found !== undefined) return found[0];
  return isText(bytes.subarray(0, 512)) ? 'a text file' : 'a file of unknown kind';
}

function isText(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte >= 32 || byte === 9 || byte === 10 || byte === 13);
}

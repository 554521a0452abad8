/**
 * A unique identifier from random bytes: a version-4 UUID as a decimal number under the root 2.25.
 *
 * @param bytes 16 random bytes; core has no random source of its own
 * @throws RangeError when there are not 16
 * @see DICOM PS3.5 B.2
 */
export function uidFromRandomBytes(bytes: Uint8Array): string {
  if (bytes.length !== 16) throw new RangeError('a UID needs 16 random bytes');
  return uidFromUuid(bytes, 4);
}

/** Digest of bytes, 32 bytes long; core has none of its own. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array;

/**
 * A unique identifier that a name alone decides: a version-8 UUID of its digest, as a decimal number under the root 2.25.
 *
 * @param name characters below 256, each of them one byte
 * @throws RangeError on another character, or a digest of another length
 * @see RFC 9562 B.2
 */
export function uidFromName(name: string, sha256: Sha256): string {
  const bytes = Uint8Array.from([...name], (character) => {
    const code = character.codePointAt(0) ?? 256;
    if (code > 255) throw new RangeError('a UID is named by bytes');
    return code;
  });
  const digest = sha256(bytes);
  if (digest.length !== 32) throw new RangeError('a SHA-256 digest has 32 bytes');
  return uidFromUuid(digest.subarray(0, 16), 8);
}

function uidFromUuid(bytes: Uint8Array, version: number): string {
  let value = 0n;
  for (let k = 0; k < 16; k++) {
    let byte = bytes[k] as number;
    if (k === 6) byte = (byte & 0x0f) | (version << 4);
    if (k === 8) byte = (byte & 0x3f) | 0x80;
    value = (value << 8n) | BigInt(byte);
  }
  return `2.25.${value}`;
}

/**
 * A unique identifier from random bytes: a version-4 UUID as a decimal number under the root 2.25.
 *
 * @param bytes 16 random bytes; core has no random source of its own
 * @throws RangeError when there are not 16
 * @see DICOM PS3.5 B.2
 */
export function uidFromRandomBytes(bytes: Uint8Array): string {
  if (bytes.length !== 16) throw new RangeError('a UID needs 16 random bytes');
  let value = 0n;
  for (let k = 0; k < 16; k++) {
    let byte = bytes[k] as number;
    if (k === 6) byte = (byte & 0x0f) | 0x40;
    if (k === 8) byte = (byte & 0x3f) | 0x80;
    value = (value << 8n) | BigInt(byte);
  }
  return `2.25.${value}`;
}

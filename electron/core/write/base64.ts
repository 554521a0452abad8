const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Bytes as base64 text (RFC 4648); core has neither `btoa` nor `Buffer`. */
export function base64(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let k = 0; k < bytes.length; k += 3) {
    const [a, b, c] = [bytes[k] as number, bytes[k + 1] ?? 0, bytes[k + 2] ?? 0];
    const bits = (a << 16) | (b << 8) | c;
    const digit = (shift: number): string => alphabet.charAt((bits >> shift) & 63);
    const left = bytes.length - k;
    parts.push(digit(18), digit(12), left > 1 ? digit(6) : '=', left > 2 ? digit(0) : '=');
  }
  return parts.join('');
}

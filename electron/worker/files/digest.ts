import { createHash } from 'node:crypto';

/** A short text that stands for another one: the first 12 hexadecimal digits of its SHA-256. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}

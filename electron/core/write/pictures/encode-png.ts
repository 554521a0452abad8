import { encode } from 'fast-png';
import type { Canvas } from './canvas.ts';

/** The picture as a PNG file. */
export function encodePng({ width, height, rgb }: Canvas): Uint8Array {
  return encode({ width, height, data: rgb, channels: 3, depth: 8 });
}

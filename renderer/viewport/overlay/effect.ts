import { blueClearRed } from '../../../electron/core/base/colour-map.ts';

/** Below this difference of the shares nothing is drawn. */
const leastShown = 0.04;
const mostOpaque = 225;

/** RGBA pixels of a slice of differences (-1..1): blue below zero, red above, clear where there is (almost) none. */
export function effectPixels(slice: ArrayLike<number>): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(slice.length * 4);
  for (let i = 0; i < slice.length; i++) {
    const value = slice[i] as number;
    if (Math.abs(value) < leastShown) continue;
    const [red, green, blue, opacity] = blueClearRed(value);
    pixels.set([red, green, blue, mostOpaque * opacity], 4 * i);
  }
  return pixels;
}

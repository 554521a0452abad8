import { blueWhiteRed } from '../../../electron/core/base/colour-map.ts';

/** Below this difference of the shares nothing is drawn, and from `opaqueFrom` on the colours are at their fullest. */
const leastShown = 0.04;
const opaqueFrom = 0.3;
const opacity = 190;

/** RGBA pixels of a slice of differences (-1..1): blue below zero, red above, transparent where there is (almost) none. */
export function effectPixels(slice: ArrayLike<number>): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(slice.length * 4);
  for (let i = 0; i < slice.length; i++) {
    const size = Math.abs(slice[i] as number);
    if (size < leastShown) continue;
    const [red, green, blue] = blueWhiteRed(slice[i] as number);
    pixels.set([red, green, blue, opacity * Math.min(1, size / opaqueFrom)], 4 * i);
  }
  return pixels;
}

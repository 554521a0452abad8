import { blueWhiteRed } from '../../../electron/core/base/colour-map.ts';

/** Shares of the largest value: nothing is drawn below the first, and from the second on the colours are at their fullest. */
const leastShown = 0.08;
const opaqueFrom = 0.5;
const opacity = 170;

/**
 * RGBA pixels of a slice of influences: blue where hiding the images makes the predicted core smaller, red where larger.
 *
 * @param mostMl largest size of an influence in the whole volume
 */
export function influencePixels(slice: ArrayLike<number>, mostMl: number): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(slice.length * 4);
  if (!(mostMl > 0)) return pixels;
  for (let i = 0; i < slice.length; i++) {
    const share = (slice[i] as number) / mostMl;
    const size = Math.abs(share);
    if (size < leastShown) continue;
    const [red, green, blue] = blueWhiteRed(share);
    pixels.set([red, green, blue, opacity * Math.min(1, size / opaqueFrom)], 4 * i);
  }
  return pixels;
}

import { blueClearRed } from '../../../electron/core/base/colour-map.ts';
import { leastInfluenceMl } from '../../../electron/core/base/influence-words.ts';

/** Nothing is drawn below this share of the largest value. */
const leastShown = 0.08;
const mostOpaque = 215;

/**
 * RGBA pixels of a slice of influences: blue where hiding the images makes the predicted core smaller, red where larger.
 *
 * @param mostMl largest size of an influence in the whole volume; nothing is drawn where it is not worth a colour
 */
export function influencePixels(slice: ArrayLike<number>, mostMl: number): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(slice.length * 4);
  if (!(mostMl >= leastInfluenceMl)) return pixels;
  for (let i = 0; i < slice.length; i++) {
    const share = (slice[i] as number) / mostMl;
    if (Math.abs(share) < leastShown) continue;
    const [red, green, blue, opacity] = blueClearRed(share);
    pixels.set([red, green, blue, mostOpaque * opacity], 4 * i);
  }
  return pixels;
}

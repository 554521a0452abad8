import { viridis } from '../../../electron/core/base/colour-map.ts';

/** Below this share of futures nothing is drawn, so that the scan stays visible. */
const leastShown = 0.05;
const opacity = 150;

/** RGBA pixels of a probability slice, transparent where (almost) no future reaches. */
export function probabilityPixels(slice: ArrayLike<number>): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(slice.length * 4);
  for (let i = 0; i < slice.length; i++) {
    const probability = slice[i] as number;
    if (probability < leastShown) continue;
    const [red, green, blue] = viridis(probability);
    pixels.set([red, green, blue, opacity], 4 * i);
  }
  return pixels;
}

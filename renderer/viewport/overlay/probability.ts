/** Corner colours of the viridis map, evenly spaced from 0 to 1 (CC0, matplotlib). */
const viridis: readonly (readonly [number, number, number])[] = [
  [68, 1, 84],
  [71, 44, 122],
  [59, 81, 139],
  [44, 113, 142],
  [33, 144, 141],
  [39, 173, 129],
  [92, 200, 99],
  [170, 220, 50],
  [253, 231, 37],
];

/** Below this share of futures nothing is drawn, so that the scan stays visible. */
const leastShown = 0.05;
const opacity = 150;

/** Colour of a probability, each channel 0 to 255. */
export function viridisColour(probability: number): [number, number, number] {
  const place = Math.min(1, Math.max(0, probability)) * (viridis.length - 1);
  const low = Math.min(viridis.length - 2, Math.floor(place));
  const [from, to] = [viridis[low], viridis[low + 1]];
  if (!from || !to) return [0, 0, 0];
  const mix = (k: 0 | 1 | 2): number => Math.round(from[k] + (to[k] - from[k]) * (place - low));
  return [mix(0), mix(1), mix(2)];
}

/** RGBA pixels of a probability slice, transparent where (almost) no future reaches. */
export function probabilityPixels(slice: ArrayLike<number>): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(slice.length * 4);
  for (let i = 0; i < slice.length; i++) {
    const probability = slice[i] as number;
    if (probability < leastShown) continue;
    const [red, green, blue] = viridisColour(probability);
    pixels.set([red, green, blue, opacity], 4 * i);
  }
  return pixels;
}

/** Red, green and blue, each 0 to 255. */
export type Rgb = readonly [number, number, number];

/** Signed colour of -1 to 1: blue below zero, white at zero, red above. */
export function blueWhiteRed(fraction: number): Rgb {
  return fraction < 0
    ? mix([247, 247, 247], [33, 102, 172], clamp(-fraction))
    : mix([247, 247, 247], [178, 24, 43], clamp(fraction));
}

/** So many times what chance shows lies within a scale at least: half of its colours mean something then. */
const timesThreshold = 2;

/**
 * Change in full colour on a map: the usual one, or more where changes up to nearly that one mean nothing.
 *
 * @param usual of every map in this unit, so that maps look alike
 * @param threshold what controls seem to change by chance, in the same unit
 */
export function changeInFullColour(usual: number, threshold: number): number {
  return Math.max(usual, timesThreshold * threshold);
}

/** Red, green and blue, each 0 to 255, and how opaque, 0 to 1. */
export type Rgba = readonly [number, number, number, number];

/** Signed colour of -1 to 1 to lie over an image: blue below zero, red above, fading out towards zero. */
export function blueClearRed(fraction: number): Rgba {
  const [red, green, blue] = fraction < 0 ? overlayBlue : overlayRed;
  return [red, green, blue, clamp(Math.abs(fraction)) ** 0.7];
}

/** Ends of `blueClearRed`: brighter than those of `blueWhiteRed`, which lie on white. */
const overlayBlue: Rgb = [72, 146, 255];
const overlayRed: Rgb = [255, 77, 77];

/** Viridis of 0 to 1, from eight of its published points (Smith and van der Walt, CC0). */
export function viridis(fraction: number): Rgb {
  const place = clamp(fraction) * (viridisPoints.length - 1);
  const below = Math.min(Math.floor(place), viridisPoints.length - 2);
  return mix(viridisPoints[below] as Rgb, viridisPoints[below + 1] as Rgb, place - below);
}

const viridisPoints: readonly Rgb[] = [
  [68, 1, 84],
  [70, 50, 127],
  [54, 92, 141],
  [39, 127, 142],
  [31, 161, 135],
  [74, 194, 109],
  [159, 218, 58],
  [253, 231, 37],
];

function mix(a: Rgb, b: Rgb, fraction: number): Rgb {
  const part = (c: 0 | 1 | 2): number => Math.round(a[c] + fraction * (b[c] - a[c]));
  return [part(0), part(1), part(2)];
}

function clamp(value: number): number {
  return Math.max(0, Math.min(1, value));
}

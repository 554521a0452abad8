import type { MapScale } from './map-scale.ts';

/** So many steps from the lower end of a scale to its upper end: more than an eye or a screen tells apart. */
const steps = 1000;

/** RGBA pixels of one slice of a map; clear where a value is too small to be drawn, and where there is none (NaN). */
export function mapPixels(slice: ArrayLike<number>, scale: MapScale): Uint8ClampedArray<ArrayBuffer> {
  const { low, high, leastShown } = scale;
  const pixels = new Uint8ClampedArray(slice.length * 4);
  if (!(leastShown < high)) return pixels;
  const colours = colourTable(scale);
  const whole = new Uint32Array(pixels.buffer);
  const perUnit = steps / (high - low);
  for (let i = 0; i < slice.length; i++) {
    const value = slice[i] as number;
    if (!(Math.abs(value) > leastShown)) continue;
    const step = Math.round((value - low) * perUnit);
    whole[i] = colours[step < 0 ? 0 : step > steps ? steps : step] as number;
  }
  return pixels;
}

/** RGBA of every step as one number: a colour computed for every pixel would take longer than a frame. */
function colourTable({ low, high, colourOf }: MapScale): Uint32Array {
  const parts = new Uint8ClampedArray(4 * (steps + 1));
  for (let step = 0; step <= steps; step++) {
    const [red, green, blue, opacity] = colourOf(low + (step / steps) * (high - low));
    parts.set([red, green, blue, 255 * opacity], 4 * step);
  }
  return new Uint32Array(parts.buffer);
}

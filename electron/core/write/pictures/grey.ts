import type { Rgb } from '../../base/colour-map.ts';

/** Intensities from black to white. */
export interface Window {
  readonly low: number;
  readonly high: number;
}

/** Grey of a value within a window. */
export function grey(value: number, { low, high }: Window): Rgb {
  const level = Math.round(255 * Math.max(0, Math.min(1, (value - low) / (high - low))));
  return [level, level, level];
}

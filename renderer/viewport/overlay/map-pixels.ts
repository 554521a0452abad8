import { effectPixels } from './effect.ts';
import { probabilityPixels } from './probability.ts';

/** Maps that can lie over an image. */
export type MapKind = 'probability' | 'effect';

/** RGBA pixels of one slice of a map, by its kind. */
export const mapPixels: Readonly<Record<MapKind, (slice: ArrayLike<number>) => Uint8ClampedArray<ArrayBuffer>>> = {
  probability: probabilityPixels,
  effect: effectPixels,
};

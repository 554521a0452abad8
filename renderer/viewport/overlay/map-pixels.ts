import { effectPixels } from './effect.ts';
import { influencePixels } from './influence.ts';
import { probabilityPixels } from './probability.ts';

/** Maps that can lie over an image. */
export type MapKind = 'probability' | 'effect' | 'influence';

type Paint = (slice: ArrayLike<number>, range: readonly [number, number]) => Uint8ClampedArray<ArrayBuffer>;

/** RGBA pixels of one slice of a map, by its kind; `range` holds the values of the whole volume. */
export const mapPixels: Readonly<Record<MapKind, Paint>> = {
  probability: probabilityPixels,
  effect: effectPixels,
  influence: (slice, [, high]) => influencePixels(slice, high),
};

import {
  blueClearRed,
  blueWhiteRed,
  changeInFullColour,
  viridis,
  type Rgba,
} from '../../../electron/core/base/colour-map.ts';
import { leastInfluenceMl } from '../../../electron/core/base/influence-words.ts';
import type { VolumeReference } from '../../../electron/contract/voxels.ts';

/** A volume in the image's space, on any grid, that is drawn over it in colours; plain data. */
export type PaneMap = {
  readonly volume: VolumeReference;
  /** Of its values, for the colour bar. */
  readonly unit: string;
} & (
  | { readonly kind: 'probability' | 'effect' | 'influence' | 'spread' }
  | {
      readonly kind: 'change';
      /** What controls seem to change by chance: nothing smaller is drawn. */
      readonly threshold: number;
    }
);

/** How the values of a map become colours, the same for pixels and colour bar. */
export interface MapScale {
  readonly low: number;
  readonly high: number;
  /** Nothing is drawn where a value is not farther from zero than this. */
  readonly leastShown: number;
  readonly colourOf: (value: number) => Rgba;
}

/** The scale of a map, from its kind and the values of its whole volume. */
export function mapScale(map: PaneMap): MapScale {
  const [, high] = map.volume.displayRange;
  switch (map.kind) {
    case 'probability':
      return { low: 0, high: 1, leastShown: 0.05, colourOf: (share) => [...viridis(share), 150 / 255] };
    case 'effect':
      return { low: -1, high: 1, leastShown: 0.04, colourOf: (share) => fadingOut(share, 225 / 255) };
    case 'influence':
      // Where no part of the images matters, nothing is worth a colour.
      return {
        low: -high,
        high,
        leastShown: high >= leastInfluenceMl ? 0.08 * high : Infinity,
        colourOf: (ml) => fadingOut(ml / high, 215 / 255),
      };
    case 'change': {
      const full = changeInFullColour(high, map.threshold);
      return {
        low: -full,
        high: full,
        leastShown: map.threshold,
        colourOf: (change) => [...blueWhiteRed(change / full), 0.7],
      };
    }
    case 'spread':
      return { low: 0, high, leastShown: 0.1 * high, colourOf: (points) => [...viridis(points / high), 0.6] };
  }
}

function fadingOut(fraction: number, mostOpaque: number): Rgba {
  const [red, green, blue, opacity] = blueClearRed(fraction);
  return [red, green, blue, mostOpaque * opacity];
}

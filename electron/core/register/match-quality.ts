import type { Mask, Volume } from '../base/volume.ts';

/** Quality below which a registration is called poor ('register/poor-match'). */
export const poorMatchBelow = 0.5;

/** How well two images on one grid agree. */
export interface Match {
  /** 0 (no relation) to 1 (perfect match). */
  readonly quality: number;
  /** Part of the region (without a region: of the grid) where the second image has values. */
  readonly overlapFraction: number;
}

/**
 * Agreement of two images on one grid, also of different contrast.
 *
 * @param movingOnFixed resampled with NaN outside
 */
export function matchQuality(fixed: Volume, movingOnFixed: Volume, region?: Mask): Match {
  throw new Error(`not built yet: ${[fixed, movingOnFixed, region].length}`);
}

import type { Mask, Volume } from '../base/volume.ts';

/**
 * First automatic outline of the whole FLAIR abnormality around a core, the core included.
 *
 * @param brain and `core` on the grid of `flair`
 * @returns null when FLAIR shows nothing bright around the core
 */
export function segmentOedema(flair: Volume, brain: Mask, core: Mask): Mask | null {
  throw new Error(`not built yet: ${[flair, brain, core].length}`);
}

import type { Mask, Volume } from '../base/volume.ts';
import type { HeadSequence } from './brain-mask.ts';

/**
 * Brain parenchyma, where a tumour can live: the brain mask without fluid, and the lesion whatever its brightness.
 *
 * @param volume on the brain's grid
 * @param lesion whole abnormality, on the same grid; null when there is none
 */
export function tissueMask(volume: Volume, sequence: HeadSequence, brain: Mask, lesion: Mask | null): Mask {
  throw new Error(`not built yet: ${volume.data.length} ${sequence} ${brain.data.length} ${lesion?.data.length}`);
}

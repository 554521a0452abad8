import type { Mask, Volume } from '../base/volume.ts';

/** Kinds of MR image that brain and tissue are found on (a subset of the contract's Sequence). */
export type HeadSequence = 'T1' | 'T1c' | 'T2' | 'FLAIR' | 'PD';

/**
 * Brain with its sulcal fluid, without scalp, skull, dura, eyes and neck; whole heads and thick slices.
 *
 * @returns mask on the volume's grid; null when nothing like a brain is found (the caller knows the date: 'segment/no-brain')
 */
export function brainMask(volume: Volume, sequence: HeadSequence): Mask | null {
  throw new Error(`not built yet: ${volume.data.length} ${sequence}`);
}

import type { Mask, Volume } from '../base/volume.ts';

/** A lesion found without hands. */
export interface CoreLesion {
  /** Enhancing part and what it encloses, on the T1c grid; empty when nothing was found. */
  readonly mask: Mask;
  readonly volumeMl: number;
}

/** Other images of the same date on the grid of T1c, each optional. */
export interface OtherSequences {
  readonly T1?: Volume;
  readonly FLAIR?: Volume;
  readonly T2?: Volume;
}

/**
 * First automatic outline of the tumour core (enhancement and enclosed necrosis) on T1 with contrast.
 *
 * @param brain on the grid of `t1c`
 * @param others a T1 without contrast sharpens the result: bright before contrast is not enhancement
 */
export function segmentCore(t1c: Volume, brain: Mask, others: OtherSequences = {}): CoreLesion {
  throw new Error(`not built yet: ${[t1c, brain, others].length}`);
}

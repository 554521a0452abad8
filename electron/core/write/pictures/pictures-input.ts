import type { ScanOrigin } from '../provenance.ts';
import type { Mask, Volume } from '../../base/volume.ts';

/** One sequence to show; all volumes on the baseline's grid and in the baseline's intensity units. */
export interface SequenceToShow {
  readonly sequence: string;
  readonly lastReal: Volume;
  readonly predicted: Volume;
  readonly actual: Volume | null;
}

/** What the pictures are drawn from. */
export interface PicturesInput {
  /** First the sequence that the lesion was outlined on. */
  readonly sequences: readonly SequenceToShow[];
  readonly brain: Mask;
  readonly core: { readonly baseline: Mask; readonly predicted: Mask; readonly actual: Mask | null };
  /** Share of the sampled futures with lesion core in a voxel, 0 to 1. */
  readonly probability: Volume;
  readonly scans: ScanOrigin;
  readonly baselineDate: string;
  readonly followUpDate: string | null;
  readonly horizonDays: number;
}

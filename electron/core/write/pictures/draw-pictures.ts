import type { Mask, Volume } from '../../base/volume.ts';

/** One picture of the report with its mark already in the pixels. */
export interface ReportPicture {
  readonly kind: 'last-real' | 'predicted' | 'actual' | 'difference' | 'probability';
  /** For example 'Last real scan'. */
  readonly title: string;
  /** Date, and ACQUIRED or SYNTHETIC - PREDICTED +N d. */
  readonly caption: string;
  readonly synthetic: boolean;
  readonly png: Uint8Array;
  readonly widthPixels: number;
  readonly heightPixels: number;
}

/** The pictures of one slice of one sequence, side by side. */
export interface PictureRow {
  readonly sequence: string;
  /** For example 'T1c, slice 11 of 20'. */
  readonly title: string;
  readonly pictures: readonly ReportPicture[];
}

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
  readonly baselineDate: string;
  readonly followUpDate: string | null;
  readonly horizonDays: number;
}

/** The report's pictures: for every sequence the slices that show most of the lesion, each as a row; marks burned in. */
export function drawPictures(input: PicturesInput): PictureRow[] {
  void input;
  throw new Error('not built yet');
}

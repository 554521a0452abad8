import type { Vec3 } from '../base/vector.ts';
import type { Volume } from '../base/volume.ts';

/** Kinds of image that a lesion is outlined on. */
export type LesionSequence = 'T1' | 'T1c' | 'T2' | 'FLAIR';

/** The images of one visit on one grid; a kind that was not acquired is left out. */
export type LesionImages = Readonly<Partial<Record<LesionSequence, Volume>>>;

/** The part of a segmentation model's manifest that outlining reads; the contract's `SegmentationManifest` fits. */
export interface SegmentationDescription {
  readonly id: string;
  readonly version: string;
  readonly graphs: readonly { readonly role: string }[];
  /** [columns, rows, slices] along left, posterior, superior; cubic voxels. */
  readonly grid: { readonly size: Vec3; readonly spacingMm: Vec3 };
  /** Kind of image of each input channel, in order, in lower case. */
  readonly channels: readonly string[];
  /** Region of each output channel, in order. */
  readonly outputs: readonly string[];
  readonly normalisation: {
    /** Brighter than this fraction of the 99th percentile of the positive values is foreground. */
    readonly foregroundFraction: number;
    readonly clip: readonly [number, number];
    readonly divisor: number;
  };
  /** Range of each quantity that the training set covered. */
  readonly trainedRanges: Readonly<Record<string, readonly [number, number]>>;
  /** Least probability of a voxel of each region; one half where it is left out. */
  readonly segmentation: { readonly thresholds: Readonly<Record<string, number>> };
}

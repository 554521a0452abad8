import type { SegmentationDescription } from '../../segment/segmentation-description.ts';
import type { ModelDescription, Range } from '../model-description.ts';

/** What calibration adds on either side of the natural logarithm of a volume, or of a change of volume, by structure. */
export type Margins = Readonly<Record<string, number>>;

/** The part of an atrophy model's manifest that the simulation reads; the contract's `AtrophyManifest` fits. */
export interface AtrophyDescription {
  readonly id: string;
  readonly version: string;
  readonly graphs: ModelDescription['graphs'];
  /** [columns, rows, slices] along left, posterior, superior; cubic voxels. */
  readonly grid: SegmentationDescription['grid'];
  readonly normalisation: SegmentationDescription['normalisation'];
  /** Structures in the order of the encoder's `labels`, the background first. */
  readonly labels: readonly string[];
  /** What each element of `conditions` holds, in order. */
  readonly conditions: readonly string[];
  /** What years and age are divided by as conditions. */
  readonly conditionScales: { readonly years: number; readonly age: number };
  readonly latentSize: number;
  /** The decoder answers at every so many voxels of the grid. */
  readonly velocity: { readonly every: number };
  /** Range of each quantity that the training set covered. */
  readonly trainedRanges: Readonly<Record<string, Range>>;
  readonly calibration: {
    /** Standard deviation of the latent vectors that are drawn. */
    readonly latentScale: number;
    /** Of changes; per year, but of the whole change where no years are told. */
    readonly marginLogarithm: Readonly<Record<AskedKind, Margins>>;
    /** Of volumes in the scan. */
    readonly volumeMarginLogarithm: Margins;
    /** Change that nineteen twentieths of brain and ventricles of controls seem to have. */
    readonly nullPercent: number;
  };
}

/** What was asked, for calibration: the way back to the healthy counterpart or ahead, with course and years told or with one of them missing. */
export type AskedKind = 'since' | 'sinceUntold' | 'ahead' | 'aheadUntold';

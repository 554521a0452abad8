import type { Volume } from '../base/volume.ts';
import type { Provenance } from './provenance.ts';

/** One series that went into the prediction, in full: every slice is named as a source. */
export interface SourceSeries {
  /** ISO date of the visit. */
  readonly date: string;
  /** For example 'T1c'. */
  readonly sequence: string;
  /** One DICOM file per slice; pixel data may be left out, everything before it must be there. */
  readonly files: readonly Uint8Array[];
}

/** What a predicted series is made from. */
export interface PredictedSeriesInput {
  /** Predicted image; slice k lies where `gridFiles[k]` lies. */
  readonly volume: Volume;
  /** Sequence of the predicted image, for example 'FLAIR'. */
  readonly sequence: string;
  /** The baseline series whose grid is used, one DICOM file per slice in the volume's slice order; pixel data may be left out. */
  readonly gridFiles: readonly Uint8Array[];
  /** Any file of the baseline series of the predicted sequence: how it looks and is stored (the grid's own series, or FLAIR on T1c's grid). */
  readonly acquisitionFile: Uint8Array;
  /** Every series of every date that the model saw, the baseline's included. */
  readonly sources: readonly SourceSeries[];
  readonly provenance: Provenance;
  readonly seriesNumber: number;
  /** Local date and time of writing, 'YYYY-MM-DDTHH:MM:SS'. */
  readonly createdAt: string;
  /** Gives a new UID at every call (`uidFromRandomBytes` with 16 fresh random bytes). */
  readonly newUid: () => string;
}

import type { ModelIdentity } from '../model-identity.ts';
import type { SourceSeries } from '../predicted-series-input.ts';

/** Measured on scans of the patient, said of a day that no scan shows, or of the same day without disease. */
export type Outcome =
  | { readonly kind: 'measured' }
  | { readonly kind: 'predicted'; readonly horizonDays: number }
  | { readonly kind: 'counterpart' };

/** What computed the values: enough to compute them again. */
export interface Computation {
  readonly programVersion: string;
  /** What gave the values; where `comparison` did, what outlined that which was compared. */
  readonly model: ModelIdentity;
  /** What compared two dates, where that and no model gave the change; its version is the program's. */
  readonly comparison: string | null;
  /** Execution provider, for example 'cpu'. */
  readonly provider: string;
  /** Null where nothing was drawn at random. */
  readonly seed: number | null;
  /** What the values hold under, in words; null where nothing was supposed. */
  readonly supposed: string | null;
  /** Other parameters of the run, in words. */
  readonly parameters: Readonly<Record<string, string | number>>;
}

/** What every derived object is made from, whatever it holds. */
export interface DerivedInput {
  /** Any file of the series whose patient, study and frame of reference the object takes; pixel data may be left out. */
  readonly reference: Uint8Array;
  /** Every series of every date that went in, in full. */
  readonly sources: readonly SourceSeries[];
  readonly outcome: Outcome;
  readonly computation: Computation;
  readonly seriesNumber: number;
  /** Local date and time of writing, 'YYYY-MM-DDTHH:MM:SS'. */
  readonly createdAt: string;
  /** Gives a new UID at every call (`uidFromRandomBytes` with 16 fresh random bytes). */
  readonly newUid: () => string;
}

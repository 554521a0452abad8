import type { GridBox } from '../base/grid-box.ts';
import type { PackedMask } from '../base/packed-mask.ts';
import type { CancelSignal, ReportProgress } from '../base/signal.ts';
import type { Mask, Volume } from '../base/volume.ts';
import type { Warning } from '../base/warning.ts';
import type { Treatment } from './treatment.ts';

/** Kinds of image that a forecast can be given. */
export const forecastSequences = ['T1', 'T1c', 'T2', 'FLAIR'] as const;

/** One kind of image that a forecast can be given. */
export type ForecastSequence = (typeof forecastSequences)[number];

/** Images by kind; a kind that was not acquired is left out. */
export type ImagesBySequence = Readonly<Partial<Record<ForecastSequence, Volume>>>;

/** The simple methods that stand beside every model. */
export type RivalId = 'no-change' | 'linear-extrapolation' | 'exponential-extrapolation' | 'fisher-kolmogorov';

/** One visit, registered: every image and mask lies on the same full-size grid, the baseline's own. */
export interface VisitOnGrid {
  /** ISO date. */
  readonly date: string;
  /** Days since any fixed day. */
  readonly day: number;
  readonly images: ImagesBySequence;
  /** Enhancing tumour with the necrosis that it encloses. */
  readonly core: Mask;
  /** Whole T2/FLAIR abnormality including the core; null when it was not seen. */
  readonly oedema: Mask | null;
}

/** Everything that a forecast starts from. */
export interface ForecastInput {
  /** The last real visit. */
  readonly baseline: VisitOnGrid;
  /** The visit before, from which the patient's own speed of growth comes; null when there is none. */
  readonly previous: VisitOnGrid | null;
  /** The visit before that one, of which the model sees the outlines; null when there is none. */
  readonly earlier: VisitOnGrid | null;
  readonly horizonDays: number;
  readonly treatment: Treatment;
  readonly ageYears: number | null;
  readonly brain: Mask;
  /** Where a tumour can live: brain without fluid, lesion included. */
  readonly tissue: Mask;
}

/** How a forecast is run. */
export interface ForecastOptions {
  /** Number of sampled futures, >= 1. */
  readonly samples: number;
  /** The same seed gives the same futures. */
  readonly seed: number;
  readonly signal: CancelSignal;
  /** Simple methods to compute; all of them when left out. */
  readonly rivals?: readonly RivalId[];
  readonly report?: ReportProgress;
  /** Milliseconds of any steady clock, for `timingsMs`; without it the timings are left out. */
  readonly clockMs?: () => number;
  /** Lets the host answer messages (so that a cancel arrives) between pieces of long work; core has no event loop of its own. */
  readonly breathe?: () => Promise<void>;
}

/** What a simple method says; on the full-size grid. */
export interface Rival {
  readonly id: RivalId;
  readonly core: Mask;
  readonly oedema: Mask | null;
  /** The last real images: none of the simple methods predicts intensities. */
  readonly images: ImagesBySequence;
}

/** A forecast, on the full-size grid. */
export interface ForecastOutput {
  /** Predicted images of the sequences that the model was given; equal to the last scan outside the predicted region. */
  readonly images: ImagesBySequence;
  readonly coreMask: Mask;
  /** Contains the core; null when the baseline has no oedema mask. */
  readonly oedemaMask: Mask | null;
  /** Share of the sampled futures whose core covers a voxel, 0..1. */
  readonly probability: Volume;
  /** Core volume of every sampled future. */
  readonly futuresMl: readonly number[];
  /** Core of every sampled future, one bit per voxel of a part of the grid; nothing lies beyond it. */
  readonly packedFutures: { readonly box: GridBox; readonly cores: readonly PackedMask[] };
  /** Calibrated 90 % interval of the core volume. */
  readonly interval90Ml: readonly [number, number];
  readonly rivals: readonly Rival[];
  readonly warnings: readonly Warning[];
  /** Milliseconds by piece of work; empty without a clock. */
  readonly timingsMs: Readonly<Record<string, number>>;
}

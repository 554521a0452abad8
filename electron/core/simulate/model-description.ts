import { ExpectedError } from '../base/expected-error.ts';
import type { Vec3 } from '../base/vector.ts';
import { forecastSequences, type ForecastSequence } from './forecast-types.ts';

/** Smallest and largest value. */
export type Range = readonly [number, number];

/** Name and shape of one input or output of a graph. */
export interface TensorDescription {
  readonly name: string;
  readonly shape: readonly number[];
}

/** The part of a model's manifest that the simulation reads; the contract's `CourseManifest` fits. */
export interface ModelDescription {
  readonly id: string;
  readonly graphs: readonly {
    readonly role: string;
    readonly inputs: readonly TensorDescription[];
    readonly outputs: readonly TensorDescription[];
  }[];
  readonly grid: { readonly size: Vec3; readonly spacingMm: Vec3 };
  /** What each channel of the encoder's `volume` holds, in order. */
  readonly channels: readonly string[];
  /** What each element of `conditions` holds, in order. */
  readonly conditions: readonly string[];
  readonly latentSize: number;
  /** Kinds of image that the model takes; it answers an image change for each, in this order. */
  readonly sequences: readonly { readonly sequence: string }[];
  readonly sdfScaleMm: number;
  readonly normalisation: { readonly clip: Range; readonly divisor: number };
  /** Range of each quantity that the training set covered. */
  readonly trainedRanges: Readonly<Record<string, Range>>;
  readonly populationRateMmPerDay: { readonly core: number; readonly oedema: number };
  /** Slowest and fastest radial growth that two visits may imply, as in training; `rateLimitsMmPerDay` where it is left out. */
  readonly rateLimitsMmPerDay?: Range | undefined;
  /** Speed of the front of the fitted growth model where there is no earlier visit to fit it to. */
  readonly populationFrontSpeedMmPerDay: number;
  readonly calibration: {
    readonly volumeLog90: number;
    /** Standard deviation of the latent vectors that are drawn. */
    readonly latentScale: number;
  };
}

/**
 * Kinds of image that a model takes, in its order.
 *
 * @throws ExpectedError 'model/bad-manifest' for a kind that this program does not know
 */
export function sequencesOf({ id, sequences }: ModelDescription): readonly ForecastSequence[] {
  return sequences.map(({ sequence }) => {
    const known = forecastSequences.find((name) => name === sequence);
    if (known === undefined) {
      throw new ExpectedError({ code: 'model/bad-manifest', id, reason: `unknown sequence "${sequence}"` });
    }
    return known;
  });
}

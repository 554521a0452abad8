import type { Vec3 } from '../base/vector.ts';

/** Smallest and largest value. */
export type Range = readonly [number, number];

/** Name and shape of one input or output of a graph. */
export interface TensorDescription {
  readonly name: string;
  readonly shape: readonly number[];
}

/** The part of a model's manifest that the simulation reads; the contract's `ModelManifest` fits. */
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
  readonly sdfScaleMm: number;
  readonly normalisation: { readonly clip: Range; readonly divisor: number };
  /** Range of each quantity that the training set covered. */
  readonly trainedRanges: Readonly<Record<string, Range>>;
  readonly populationRateMmPerDay: { readonly core: number; readonly oedema: number };
  readonly calibration: { readonly volumeLog90: number };
}

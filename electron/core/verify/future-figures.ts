import { centralIntervalMl, smallestMl } from '../base/central-interval.ts';
import type { Mask, Volume } from '../base/volume.ts';
import { calibrationError } from './calibration-error.ts';
import { crpsLogVolume } from './crps.ts';
import { edgeBand } from './edge-band.ts';
import { energyDistance } from './energy-distance.ts';
import { logLoss } from './log-loss.ts';
import type { PackedMask } from '../base/packed-mask.ts';
import { finite } from './region-figures.ts';

/** The sampled futures of the lesion core. */
export interface SampledFutures {
  readonly volumesMl: readonly number[];
  /** Calibrated. */
  readonly interval90Ml: readonly [number, number];
  /** Added on each side of the log volume's quartiles: the calibration of the 50 % interval. */
  readonly widening50: number;
  /** Share of the futures per voxel, 0..1. */
  readonly probability: Volume;
  /** One per future, all on one part of the grid. */
  readonly packed: readonly PackedMask[];
}

/** The real core, whole and on the part of the grid that the futures lie on. */
export interface ActualCore {
  readonly mask: Mask;
  readonly volumeMl: number;
  readonly packed: PackedMask;
  /** Voxels of the core beyond that part. */
  readonly voxelsBeyond: number;
}

/** How well the spread of the futures and the truth agree, for one patient. */
export interface FutureFigures {
  readonly volumesMl: readonly number[];
  /** Calibrated, as the 90 % interval is. */
  readonly interval50Ml: readonly [number, number];
  readonly interval90Ml: readonly [number, number];
  /** Quartiles, and 5th to 95th percentile, of the futures before calibration. */
  readonly sampled50Ml: readonly [number, number];
  readonly sampled90Ml: readonly [number, number];
  /** Continuous ranked probability score of the log volume. */
  readonly crps: number;
  /** Within 10 mm of the true edge; `null` where there is none. */
  readonly calibrationError: number | null;
  readonly logLoss: number | null;
  /** Squared generalised energy distance with 1 - IoU. */
  readonly energyDistance: number;
}

/**
 * Figures of the sampled futures of one patient.
 *
 * @param brain voxels whose probability is tested
 */
export function futureFigures(futures: SampledFutures, actual: ActualCore, brain: Mask): FutureFigures {
  const { volumesMl, interval90Ml, widening50, probability, packed } = futures;
  const band = edgeBand(actual.mask, brain);
  return {
    volumesMl,
    interval50Ml: centralIntervalMl(volumesMl, 0.5, widening50),
    interval90Ml,
    sampled50Ml: centralIntervalMl(volumesMl, 0.5),
    sampled90Ml: centralIntervalMl(volumesMl, 0.9),
    crps: crpsLogVolume(volumesMl, actual.volumeMl, smallestMl),
    calibrationError: finite(calibrationError(probability, actual.mask, band)),
    logLoss: finite(logLoss({ probability, futures: volumesMl.length }, actual.mask, band)),
    energyDistance: energyDistance(packed, { inside: actual.packed, voxelsBeyond: actual.voxelsBeyond }),
  };
}

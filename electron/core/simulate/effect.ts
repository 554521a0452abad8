import { quantileOfSorted } from '../base/percentile.ts';
import type { Volume } from '../base/volume.ts';
import type { ForecastOutput } from './forecast-types.ts';

/** What one treatment does that another does not, as the model sees it; never a statement about causes. */
export interface TreatmentEffect {
  /** Share of the futures whose core covers a voxel: the arm's minus the other arm's, -1..1. Negative where the arm spares. */
  readonly difference: Volume;
  /** Core volume of the arm's future minus the other arm's future of the same draw. */
  readonly volumeDifferenceMl: VolumeDifference;
}

/** Paired differences of a volume over the draws, ml. */
export interface VolumeDifference {
  readonly median: number;
  /** 5 % and 95 % quantile, widened (see `widenDifference`). */
  readonly interval90: readonly [number, number];
  /** One difference per draw, in the order of the draws. */
  readonly futures: readonly number[];
}

/** The part of a forecast that two arms are compared by. */
export type ArmFutures = Pick<ForecastOutput, 'probability' | 'futuresMl'>;

/**
 * Compares two arms of one patient that were drawn from the same latent vectors in the same order.
 *
 * @param volumeLog90 the model's calibration of the volume of one arm
 * @throws RangeError when the arms do not have the same draws or grid (a fault of the caller)
 */
export function treatmentEffect(arm: ArmFutures, other: ArmFutures, volumeLog90: number): TreatmentEffect {
  const draws = arm.futuresMl.length;
  if (draws === 0 || draws !== other.futuresMl.length) throw new RangeError('arms without the same draws');
  if (arm.probability.data.length !== other.probability.data.length) throw new RangeError('arms on different grids');
  const data = arm.probability.data.map((share, v) => share - (other.probability.data[v] as number));
  const futures = arm.futuresMl.map((ml, draw) => ml - (other.futuresMl[draw] as number));
  const sorted = [...futures].sort((a, b) => a - b);
  const interval90 = widenDifference([quantileOfSorted(sorted, 0.05), quantileOfSorted(sorted, 0.95)], volumeLog90);
  return {
    difference: { grid: arm.probability.grid, data },
    volumeDifferenceMl: { median: quantileOfSorted(sorted, 0.5), interval90, futures },
  };
}

/**
 * Widens the interval of a difference of volumes by what the calibration of one volume allows.
 *
 * The calibration says that a predicted volume may be off by the factor exp(+-volumeLog90) beyond what the draws show. Both
 * arms start from the same patient and share that error, so that the difference is off by the same factor: each end moves away
 * from the middle of the interval by it, and no end changes its sign. Widening each arm by itself would treat the shared error
 * as two independent ones. An error of the effect itself (a tumour that answers unlike any in training) is in the draws or
 * nowhere: the coverage of this interval is not calibrated.
 */
export function widenDifference(
  [low, high]: readonly [number, number],
  volumeLog90: number,
): readonly [number, number] {
  const factor = Math.exp(volumeLog90);
  return [low < 0 ? low * factor : low / factor, high > 0 ? high * factor : high / factor];
}

import { maskVolumeMl, type Mask } from '../base/volume.ts';
import { dice } from './dice.ts';
import { growthRegionDice, skillOverPersistence } from './growth-region.ts';
import { jaccard } from './jaccard.ts';
import { assdMm, hd95Mm } from './surface-distance.ts';
import { volumeErrorPercent } from './volume-error.ts';

/** Every measure of one region of one patient, in the order of the tables. */
export const regionMeasures = [
  'dice',
  'jaccard',
  'growthRegionDice',
  /** Skill over persistence: share of the way from the Dice of "no change" to 1. */
  'skill',
  /** Absolute; not where the real volume is below 0.1 ml. */
  'volumeErrorPercent',
  /** Positive when too much is predicted. */
  'signedVolumeErrorPercent',
  /** Absolute. */
  'volumeErrorMl',
  /** Absolute difference of the logarithms; a smaller volume counts as 0.1 ml, so every patient has a value. */
  'volumeErrorLog',
  'hd95Mm',
  /** 222 mm where one of the two is empty; null where both are. */
  'hd95MmPenalised',
  'assdMm',
] as const;

/** Below this real volume an error in percent means nothing; the error in ml is kept. */
const smallestRelativeMl = 0.1;

/** Stands for a distance to nothing: the diagonal of the box that the model sees, 128 mm wide. */
const oneEmptyMm = Math.sqrt(3) * 128;

/** Name of one measure of a region. */
export type RegionMeasure = (typeof regionMeasures)[number];

/** Figures of one region; `null` where a measure is not defined (for example the distance to an empty mask). */
export type RegionFigures = Readonly<Record<RegionMeasure, number | null>>;

/**
 * All figures of one region against the real follow-up.
 *
 * @param baseline the region at the last visit that the forecast saw
 * @throws RangeError when the masks are not on one grid
 */
export function regionFigures(predicted: Mask, actual: Mask, baseline: Mask): RegionFigures {
  const [predictedMl, actualMl] = [maskVolumeMl(predicted), maskVolumeMl(actual)];
  const distanceMm = finite(hd95Mm(predicted, actual));
  const error = actualMl < smallestRelativeMl ? null : finite(volumeErrorPercent(predicted, actual));
  const overlap = dice(predicted, actual);
  return {
    dice: overlap,
    jaccard: jaccard(predicted, actual),
    growthRegionDice: growthRegionDice(predicted, actual, baseline),
    skill: finite(skillOverPersistence(overlap, dice(baseline, actual))),
    volumeErrorPercent: error === null ? null : Math.abs(error),
    signedVolumeErrorPercent: error,
    volumeErrorMl: Math.abs(predictedMl - actualMl),
    volumeErrorLog: Math.abs(
      Math.log(Math.max(predictedMl, smallestRelativeMl) / Math.max(actualMl, smallestRelativeMl)),
    ),
    hd95Mm: distanceMm,
    hd95MmPenalised: predictedMl === 0 && actualMl === 0 ? null : (distanceMm ?? oneEmptyMm),
    assdMm: finite(assdMm(predicted, actual)),
  };
}

/** A number that JSON can hold; `null` for NaN and infinity. */
export function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

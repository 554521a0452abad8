import type { Mask, Volume } from '../base/volume.ts';
import { maskVolumeMl } from '../base/volume.ts';
import { dice } from './dice.ts';
import { growthRegionDice } from './growth-region.ts';
import { psnrDb } from './psnr.ts';
import { ssim } from './ssim.ts';
import { hd95Mm } from './surface-distance.ts';
import { volumeErrorPercent } from './volume-error.ts';

/** Scores of one region; `null` where there is no truth, or where a score is not defined (an empty mask). */
export interface RegionScores {
  readonly dice: number | null;
  readonly growthRegionDice: number | null;
  /** Signed: positive when the method predicts too much. */
  readonly volumeErrorPercent: number | null;
  readonly hd95Mm: number | null;
}

/** One row of the table of methods. */
export interface MethodScores {
  /** The model's id or a rival's. */
  readonly id: string;
  readonly core: RegionScores;
  readonly oedema?: RegionScores;
  readonly image: { readonly ssim: number | null; readonly psnrDb: number | null };
  readonly coreVolumeMl: number;
}

/** One region as a method sees the future, with the real follow-up (null when there is none) and the baseline; one grid. */
export interface RegionToScore {
  readonly predicted: Mask;
  readonly actual: Mask | null;
  readonly baseline: Mask;
}

/** The image of a method and the real follow-up in the same intensity units (see `matchIntensity`); one grid. */
export interface ImageToScore {
  readonly predicted: Volume;
  readonly actual: Volume | null;
  readonly brain: Mask;
  /** Fixed intensity range, the same for every method that is compared (see `intensityRange`). */
  readonly range: number;
}

/** All that one method has to show. */
export interface MethodToScore {
  readonly id: string;
  readonly core: RegionToScore;
  readonly oedema: RegionToScore | null;
  /** Scored beforehand (`scoreImage`): methods may share an image. */
  readonly image: MethodScores['image'];
}

/** Scores of one method against the real follow-up, every one `null` when there is no follow-up. */
export function scoreMethod(method: MethodToScore): MethodScores {
  return {
    id: method.id,
    core: scoreRegion(method.core),
    ...(method.oedema === null ? {} : { oedema: scoreRegion(method.oedema) }),
    image: method.image,
    coreVolumeMl: maskVolumeMl(method.core.predicted),
  };
}

/** Scores of one region, every one `null` when there is no follow-up. */
export function scoreRegion({ predicted, actual, baseline }: RegionToScore): RegionScores {
  if (actual === null) return { dice: null, growthRegionDice: null, volumeErrorPercent: null, hd95Mm: null };
  return {
    dice: dice(predicted, actual),
    growthRegionDice: growthRegionDice(predicted, actual, baseline),
    volumeErrorPercent: finite(volumeErrorPercent(predicted, actual)),
    hd95Mm: finite(hd95Mm(predicted, actual)),
  };
}

/** Scores of one image inside the brain, `null` when there is no follow-up. */
export function scoreImage(image: ImageToScore): MethodScores['image'] {
  if (image.actual === null) return { ssim: null, psnrDb: null };
  const { predicted, actual, brain, range } = image;
  return {
    ssim: finite(ssim(predicted, actual, range, brain)),
    psnrDb: finite(psnrDb(predicted, actual, range, brain)),
  };
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

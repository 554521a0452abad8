import { decimals, signed } from '../report/html.ts';
import type { ImageMeasure } from '../../verify/image-figures.ts';
import type { RegionMeasure } from '../../verify/region-figures.ts';

/** How a measure is named and written on the page of an evaluation. */
export interface MeasureWords {
  readonly name: string;
  readonly better: string;
  readonly format: (value: number | null) => string;
}

const higher = (name: string, digits: number): MeasureWords => ({
  name,
  better: 'higher is better',
  format: (value) => decimals(value, digits),
});
const lower = (name: string, digits: number): MeasureWords => ({
  name,
  better: 'lower is better',
  format: (value) => decimals(value, digits),
});

/** Measures of a region, in the order of the columns. */
export const regionWords: Readonly<Record<RegionMeasure, MeasureWords>> = {
  dice: higher('Dice', 3),
  jaccard: higher('Jaccard', 3),
  growthRegionDice: higher('Growth-region Dice', 3),
  skill: higher('Skill over no change', 3),
  volumeErrorPercent: lower('Volume error, absolute %', 1),
  signedVolumeErrorPercent: {
    name: 'Volume error, signed %',
    better: 'nearer to 0 is better',
    format: (value) => signed(value, 1),
  },
  volumeErrorMl: lower('Volume error, ml', 1),
  volumeErrorLog: lower('Volume error, absolute log', 3),
  hd95Mm: lower('HD95, mm', 2),
  hd95MmPenalised: lower('HD95, 222 mm if one is empty', 2),
  assdMm: lower('ASSD, mm', 2),
};

const image = (place: string) => ({
  ssim: higher(`SSIM, ${place}`, 3),
  psnrDb: higher(`PSNR, ${place}, dB`, 1),
  nmse: lower(`NMSE, ${place}`, 4),
});
const [brain, lesion, changed] = [image('brain'), image('lesion + 10 mm'), image('changed voxels')];

/** Measures of images, in the order of the columns. */
export const imageWords: Readonly<Record<ImageMeasure, MeasureWords>> = {
  ssim: brain.ssim,
  psnrDb: brain.psnrDb,
  nmse: brain.nmse,
  ssimLesion: lesion.ssim,
  psnrDbLesion: lesion.psnrDb,
  nmseLesion: lesion.nmse,
  ssimChanged: changed.ssim,
  psnrDbChanged: changed.psnrDb,
  nmseChanged: changed.nmse,
};

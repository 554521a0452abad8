import type { Mask, Volume } from '../base/volume.ts';
import { squaredDistancesMm2 } from '../register/distance-field.ts';
import { changedVoxels } from './growth-region.ts';
import { intensityRange } from './match-intensity.ts';
import { nmse } from './nmse.ts';
import { psnrDb } from './psnr.ts';
import { finite } from './region-figures.ts';
import { ssim } from './ssim.ts';

/** Where images are compared: the brain, the lesion of either date with 10 mm round it, and the voxels that changed. */
export const imageRegions = ['', 'Lesion', 'Changed'] as const;

/** Every measure of the images of one patient, in the order of the tables. */
export const imageMeasures = [
  'ssim',
  'psnrDb',
  'nmse',
  'ssimLesion',
  'psnrDbLesion',
  'nmseLesion',
  'ssimChanged',
  'psnrDbChanged',
  'nmseChanged',
] as const;

/** Name of one measure of images. */
export type ImageMeasure = (typeof imageMeasures)[number];

/** Figures of a method's images, mean over the sequences that were predicted; `null` where one is not defined. */
export type ImageFigures = Readonly<Record<ImageMeasure, number | null>>;

/** Masks that the image measures are taken over. */
export type ImageRegions = Readonly<Record<(typeof imageRegions)[number], Mask>>;

/** Core and oedema of one visit. */
export interface LesionMasks {
  readonly core: Mask;
  readonly oedema: Mask | null;
}

const nearLesionMm = 10;

/** The regions of the image measures, all within the brain. */
export function imageRegionsOf(brain: Mask, baseline: LesionMasks, actual: LesionMasks): ImageRegions {
  const { grid } = brain;
  const lesions = [baseline.core, baseline.oedema, actual.core, actual.oedema].filter((mask) => mask !== null);
  const lesion = brain.data.map((_, v) => (lesions.some((mask) => mask.data[v] !== 0) ? 1 : 0));
  const squared = squaredDistancesMm2({ isMember: lesion, member: 1, size: grid.size, spacingMm: grid.spacingMm });
  const cores = changedVoxels(actual.core, baseline.core).data;
  const oedemas =
    actual.oedema === null || baseline.oedema === null ? null : changedVoxels(actual.oedema, baseline.oedema).data;
  const near = new Uint8Array(lesion.length);
  const changed = new Uint8Array(lesion.length);
  for (let v = 0; v < near.length; v++) {
    if (brain.data[v] === 0) continue;
    if ((squared[v] as number) <= nearLesionMm ** 2) near[v] = 1;
    if (cores[v] !== 0 || (oedemas !== null && oedemas[v] !== 0)) changed[v] = 1;
  }
  return { '': brain, Lesion: { grid, data: near }, Changed: { grid, data: changed } };
}

/** One predicted image with the real follow-up in the same units. */
export interface ImagePair {
  readonly predicted: Volume;
  readonly actual: Volume;
}

/**
 * Figures of a method's images; the range of SSIM and PSNR is that of the real follow-up inside the brain.
 *
 * @param pairs one per sequence
 * @returns null when there is nothing to compare
 */
export function imageFigures(pairs: readonly ImagePair[], regions: ImageRegions): ImageFigures | null {
  if (pairs.length === 0) return null;
  const perPair = pairs.map(({ predicted, actual }) => {
    const range = intensityRange(actual, regions['']);
    return Object.fromEntries(
      imageRegions.flatMap((name) => {
        const inside = regions[name];
        return [
          [`ssim${name}`, ssim(predicted, actual, range, inside)],
          [`psnrDb${name}`, psnrDb(predicted, actual, range, inside)],
          [`nmse${name}`, nmse(predicted, actual, inside)],
        ];
      }),
    ) as Record<ImageMeasure, number>;
  });
  const mean = (name: ImageMeasure): number => perPair.reduce((sum, one) => sum + one[name], 0) / perPair.length;
  return Object.fromEntries(imageMeasures.map((name) => [name, finite(mean(name))])) as ImageFigures;
}

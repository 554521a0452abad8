import { syntheticMark } from '../../base/synthetic-mark.ts';
import { maskVoxels, type Mask, type Volume } from '../../base/volume.ts';
import { boundingBox, growBox, type VoxelBox } from '../../verify/bounding-box.ts';
import { percentile } from '../../base/percentile.ts';
import { valuesInside } from '../../verify/values-inside.ts';
import { originMark } from '../provenance.ts';
import type { Canvas } from './canvas.ts';
import { chooseSlices } from './choose-slices.ts';
import type { Window } from './grey.ts';
import { encodePng } from './encode-png.ts';
import {
  paintActual,
  paintDifference,
  paintLastReal,
  paintPredicted,
  paintProbability,
  type Scene,
} from './paint-pictures.ts';
import type { PicturesInput } from './pictures-input.ts';
import { sliceView } from './slice-view.ts';

/** One picture of the report with its mark already in the pixels. */
export interface ReportPicture {
  readonly kind:
    | 'last-real'
    | 'predicted'
    | 'actual'
    | 'difference'
    | 'probability'
    | 'effect'
    | 'influence'
    | 'counterpart'
    | 'change';
  /** For example 'Last real scan'. */
  readonly title: string;
  /** Date, and ACQUIRED, SYNTHETIC - GENERATED SCAN or the mark of what is synthetic. */
  readonly caption: string;
  readonly synthetic: boolean;
  readonly png: Uint8Array;
  readonly widthPixels: number;
  readonly heightPixels: number;
}

/** The pictures of one slice of one sequence, side by side. */
export interface PictureRow {
  readonly sequence: string;
  /** For example 'T1c, slice 11 of 20'. */
  readonly title: string;
  readonly pictures: readonly ReportPicture[];
}

/** Width of every picture, pixels. */
export const pictureWidth = 420;
const [slicesOfFirst, slicesOfOthers] = [3, 1];
const marginMm = 14;

/**
 * The report's pictures: for every sequence the slices that show most of the lesion, each as a row from the last real scan to
 * the probability; marks burned in. All pictures of a sequence share the window of the last real scan.
 */
export function drawPictures(input: PicturesInput): PictureRow[] {
  const { baseline, predicted, actual } = input.core;
  const regions = actual === null ? [baseline, predicted] : [baseline, predicted, actual];
  const box = pictureBox(input.brain);
  return input.sequences.flatMap((shown, index) => {
    const window = windowOf(shown.lastReal, input.brain);
    return chooseSlices(regions, index === 0 ? slicesOfFirst : slicesOfOthers).map((slice) => {
      const view = sliceView(input.brain.grid, slice, box, pictureWidth);
      const title = `${shown.sequence}, slice ${slice + 1} of ${input.brain.grid.size[2]}`;
      return { sequence: shown.sequence, title, pictures: picturesOf({ input, shown, view, window }) };
    });
  });
}

function picturesOf(scene: Scene): ReportPicture[] {
  const { baselineDate, followUpDate, horizonDays, scans } = scene.input;
  const origin = originMark(scans);
  const mark = syntheticMark(horizonDays);
  const { actual } = scene.shown;
  const hasTruth = actual !== null && followUpDate !== null;
  return [
    picture('last-real', 'Last real scan', `${baselineDate}, ${origin}`, paintLastReal(scene)),
    picture('predicted', 'Predicted', mark, paintPredicted(scene)),
    ...(hasTruth
      ? [picture('actual', 'Actual follow-up', `${followUpDate}, ${origin}`, paintActual(scene, actual))]
      : []),
    picture(
      'difference',
      hasTruth ? 'Predicted minus actual' : 'Predicted minus last real',
      mark,
      paintDifference(scene),
    ),
    picture('probability', 'Probability of lesion core', mark, paintProbability(scene)),
  ];
}

/** A finished picture with its words. */
export function picture(kind: ReportPicture['kind'], title: string, caption: string, canvas: Canvas): ReportPicture {
  const synthetic = caption.includes('SYNTHETIC');
  const { width, height } = canvas;
  return { kind, title, caption, synthetic, png: encodePng(canvas), widthPixels: width, heightPixels: height };
}

/** The brain and a margin of skull around it; the whole grid when no brain was found. */
export function pictureBox({ grid, data }: Mask): VoxelBox {
  const whole: VoxelBox = { low: [0, 0, 0], high: [grid.size[0] - 1, grid.size[1] - 1, grid.size[2] - 1] };
  const found = boundingBox(data, grid.size);
  return found === null ? whole : growBox(found, Math.round(marginMm / Math.min(...grid.spacingMm)), grid.size);
}

/** 0.5th to 99.8th percentile of the last real scan inside the brain, so that enhancement keeps its structure. */
export function windowOf(volume: Volume, brain: Mask): Window {
  const inside = maskVoxels(brain) > 0 ? valuesInside(volume, brain) : volume.data;
  const [low, high] = [percentile(inside, 0.5), percentile(inside, 99.8)];
  return { low, high: high > low ? high : low + 1 };
}

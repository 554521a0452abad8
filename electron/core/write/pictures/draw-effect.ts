import { blueClearRed } from '../../base/colour-map.ts';
import { syntheticMark } from '../../base/synthetic-mark.ts';
import { impliedNotCausal } from '../../base/treatment-words.ts';
import type { Mask, Volume } from '../../base/volume.ts';
import { syntheticColour } from './burn-mark.ts';
import type { Canvas } from './canvas.ts';
import { paintPixel, paintText, textWidth } from './canvas.ts';
import { chooseSlices } from './choose-slices.ts';
import { picture, pictureBox, pictureWidth, windowOf, type PictureRow } from './draw-pictures.ts';
import { paintContour, type ContourStyle } from './paint-contour.ts';
import { eachPixel, finishSynthetic, paintImage, predicted, type Scene } from './paint-pictures.ts';
import type { PicturesInput } from './pictures-input.ts';
import { sampleView, sliceView } from './slice-view.ts';

/** The comparison of two treatments as it is drawn, on the grid of the other pictures. */
export interface EffectToShow {
  /** Probability of lesion core with the first arm minus that with the second, -1..1. */
  readonly difference: Volume;
  readonly otherCore: Mask;
}

const otherArm: ContourStyle = { colour: [244, 154, 193], pattern: 'fine' };
const slices = 3;
/** The words lie below the letter of the upper edge. */
const scopeTop = 32;
/** Nothing is painted where less than this share of the futures differs. */
const leastShown = 0.04;
const mostOpaque = 0.9;

/** Maps of the effect over the dimmed last real scan, one slice beside the other; marks burned in. None without an image. */
export function drawEffect(input: PicturesInput, effect: EffectToShow): PictureRow | null {
  const [shown] = input.sequences;
  if (shown === undefined) return null;
  const { grid } = input.brain;
  const [box, window] = [pictureBox(input.brain), windowOf(shown.lastReal, input.brain)];
  const pictures = chooseSlices([input.core.predicted, effect.otherCore], slices).map((slice) => {
    const scene = { input, shown, window, view: sliceView(grid, slice, box, pictureWidth) };
    const title = `Slice ${slice + 1} of ${grid.size[2]}`;
    const caption = `${syntheticMark(input.horizonDays)}, ${impliedNotCausal}`;
    return picture('effect', title, caption, paintEffect(scene, effect));
  });
  return { sequence: shown.sequence, title: `Difference of the probabilities over ${shown.sequence}`, pictures };
}

function paintEffect(scene: Scene, { difference, otherCore }: EffectToShow): Canvas {
  const { view, input, shown } = scene;
  const canvas = paintImage(scene, shown.lastReal, 0.6);
  eachPixel(view, (x, y, pixel) => {
    const value = sampleView(difference, view, x, y);
    if (Math.abs(value) < leastShown) return;
    const [red, green, blue, opacity] = blueClearRed(value);
    paintPixel(canvas, pixel, [red, green, blue], mostOpaque * opacity);
  });
  paintContour(canvas, otherCore, view, otherArm);
  paintContour(canvas, input.core.predicted, view, predicted);
  const words = impliedNotCausal.toUpperCase();
  const left = Math.round((canvas.width - textWidth(words, 1)) / 2);
  paintText(canvas, words, [left, scopeTop], { scale: 1, colour: syntheticColour });
  return finishSynthetic(scene, canvas);
}

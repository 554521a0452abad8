import { blueClearRed } from '../../base/colour-map.ts';
import { leastInfluenceMl } from '../../base/influence-words.ts';
import { syntheticMark } from '../../base/synthetic-mark.ts';
import type { Volume } from '../../base/volume.ts';
import { paintPixel, type Canvas } from './canvas.ts';
import { chooseSlices } from './choose-slices.ts';
import { picture, pictureBox, pictureWidth, windowOf, type PictureRow } from './draw-pictures.ts';
import { paintContour } from './paint-contour.ts';
import { eachPixel, finishSynthetic, paintImage, predicted, type Scene } from './paint-pictures.ts';
import type { PicturesInput } from './pictures-input.ts';
import { sampleView, sliceView } from './slice-view.ts';

const slices = 3;
/** Nothing is painted below this share of the largest value. */
const leastShown = 0.08;
const mostOpaque = 0.85;

/**
 * Where the model looked: the change of the predicted core when the images round a pixel are hidden, over the dimmed last real
 * scan, one slice beside the other; marks burned in. None without an image or where nothing changed to speak of.
 *
 * @param influence ml, on the grid of the other pictures
 */
export function drawInfluence(input: PicturesInput, influence: Volume): PictureRow | null {
  const [shown] = input.sequences;
  const mostMl = influence.data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (shown === undefined || mostMl < leastInfluenceMl) return null;
  const { grid } = input.brain;
  const [box, window] = [pictureBox(input.brain), windowOf(shown.lastReal, input.brain)];
  const pictures = chooseSlices([input.core.predicted, input.core.baseline], slices).map((slice) => {
    const scene = { input, shown, window, view: sliceView(grid, slice, box, pictureWidth) };
    const title = `Slice ${slice + 1} of ${grid.size[2]}`;
    return picture('influence', title, syntheticMark(input.horizonDays), paintInfluence(scene, influence, mostMl));
  });
  const title = `Where the model looked, over ${shown.sequence}: at most ${mostMl.toFixed(1)} ml`;
  return { sequence: shown.sequence, title, pictures };
}

function paintInfluence(scene: Scene, influence: Volume, mostMl: number): Canvas {
  const { view, input, shown } = scene;
  const canvas = paintImage(scene, shown.lastReal, 0.6);
  eachPixel(view, (x, y, pixel) => {
    const value = sampleView(influence, view, x, y) / mostMl;
    if (Math.abs(value) < leastShown) return;
    const [red, green, blue, opacity] = blueClearRed(value);
    paintPixel(canvas, pixel, [red, green, blue], mostOpaque * opacity);
  });
  paintContour(canvas, input.core.predicted, view, predicted);
  return finishSynthetic(scene, canvas);
}

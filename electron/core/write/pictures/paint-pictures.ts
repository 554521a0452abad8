import { syntheticMark } from '../../base/synthetic-mark.ts';
import type { Mask, Volume } from '../../base/volume.ts';
import { burnScanMark, burnSyntheticMark } from './burn-mark.ts';
import { createCanvas, paintBox, paintPixel, paintText, type Canvas } from './canvas.ts';
import { blueWhiteRed, viridis, type Rgb } from '../../base/colour-map.ts';
import { grey, type Window } from './grey.ts';
import { paintContour, type ContourStyle } from './paint-contour.ts';
import type { PicturesInput, SequenceToShow } from './pictures-input.ts';
import { sampleView, type SliceView } from './slice-view.ts';

/** All that a picture is painted from. */
export interface Scene {
  readonly input: PicturesInput;
  readonly shown: SequenceToShow;
  readonly view: SliceView;
  readonly window: Window;
}

/** Outlines: acquired ones solid, predicted ones dashed, never told apart by colour alone. */
const acquired: ContourStyle = { colour: [86, 180, 233], pattern: 'solid' };
/** The outline of the prediction. */
export const predicted: ContourStyle = { colour: [255, 190, 60], pattern: 'dashed' };
/** Largest difference shown, as a share of the window. */
const differenceShare = 0.5;
const leastProbability = 0.03;

/** The last real scan with the lesion's outline. */
export function paintLastReal(scene: Scene): Canvas {
  const canvas = paintImage(scene, scene.shown.lastReal);
  return finishScan(scene, canvas, { mask: scene.input.core.baseline, date: scene.input.baselineDate });
}

/** The predicted image with the predicted outline. */
export function paintPredicted(scene: Scene): Canvas {
  const canvas = paintImage(scene, scene.shown.predicted);
  paintContour(canvas, scene.input.core.predicted, scene.view, predicted);
  return finishSynthetic(scene, canvas);
}

/** The real follow-up with its own outline and the predicted one over it. */
export function paintActual(scene: Scene, actual: Volume): Canvas {
  const canvas = paintImage(scene, actual);
  paintContour(canvas, scene.input.core.predicted, scene.view, predicted);
  return finishScan(scene, canvas, { mask: scene.input.core.actual, date: scene.input.followUpDate ?? '' });
}

/** Signed difference inside the brain (blue below zero, white at zero, red above), the last real scan dimmed around it. */
export function paintDifference(scene: Scene): Canvas {
  const { shown, view, window, input } = scene;
  const other = shown.actual ?? shown.lastReal;
  const full = differenceShare * (window.high - window.low);
  const canvas = paintImage(scene, shown.lastReal, 0.45);
  eachPixel(view, (x, y, pixel) => {
    if (sampleView(input.brain, view, x, y) < 0.5) return;
    const at = (volume: Volume): number => sampleView(volume, view, x, y);
    paintPixel(canvas, pixel, blueWhiteRed((at(shown.predicted) - at(other)) / full));
  });
  return finishSynthetic(scene, canvas);
}

/** Share of the futures with lesion core (viridis) over the dimmed last real scan. */
export function paintProbability(scene: Scene): Canvas {
  const { probability } = scene.input;
  const canvas = paintImage(scene, scene.shown.lastReal, 0.7);
  eachPixel(scene.view, (x, y, pixel) => {
    const share = sampleView(probability, scene.view, x, y);
    if (share >= leastProbability) paintPixel(canvas, pixel, viridis(share), 0.85);
  });
  paintContour(canvas, scene.input.core.baseline, scene.view, acquired);
  return finishSynthetic(scene, canvas);
}

/** An image in the window of the last real scan, dimmed under an overlay. */
export function paintImage({ view, window }: Pick<Scene, 'view' | 'window'>, volume: Volume, brightness = 1): Canvas {
  const canvas = createCanvas(view.width, view.height);
  eachPixel(view, (x, y, pixel) => {
    const [level] = grey(sampleView(volume, view, x, y), window);
    const dimmed = Math.round(brightness * level);
    paintPixel(canvas, pixel, [dimmed, dimmed, dimmed]);
  });
  return canvas;
}

function finishScan(scene: Scene, canvas: Canvas, { mask, date }: { mask: Mask | null; date: string }): Canvas {
  if (mask !== null) paintContour(canvas, mask, scene.view, acquired);
  paintOrientation(canvas, scene.view);
  burnScanMark(canvas, scene.input.scans, date);
  return canvas;
}

/** Letters, scale bar and the mark of everything that was never acquired. */
export function finishSynthetic(scene: Scene, canvas: Canvas): Canvas {
  paintOrientation(canvas, scene.view);
  burnSyntheticMark(canvas, syntheticMark(scene.input.horizonDays));
  return canvas;
}

/** Letters of the patient's sides, and a scale bar. */
export function paintOrientation(canvas: Canvas, { letters, pixelMm }: SliceView): void {
  const style = { scale: 2, colour: [200, 200, 200] as Rgb };
  const [middleX, middleY] = [Math.round(canvas.width / 2), Math.round(canvas.height / 2)];
  paintText(canvas, letters.left, [10, middleY], style);
  paintText(canvas, letters.right, [canvas.width - 20, middleY], style);
  paintText(canvas, letters.top, [middleX - 5, 10], style);
  const bar = Math.round(20 / pixelMm);
  paintBox(canvas, { left: 12, top: canvas.height - 46, width: bar, height: 3 }, style.colour);
  paintText(canvas, '20 mm', [12, canvas.height - 40], { ...style, scale: 1 });
}

/** Visits every pixel of a picture. */
export function eachPixel({ width, height }: SliceView, visit: (x: number, y: number, pixel: number) => void): void {
  for (let y = 0, p = 0; y < height; y++) for (let x = 0; x < width; x++, p++) visit(x, y, p);
}

import type { Rgb } from '../../base/colour-map.ts';
import { originMark, syntheticMark, type ScanOrigin } from '../provenance.ts';
import { glyphSize } from './bitmap-font.ts';
import { paintBox, paintText, textWidth, type Canvas } from './canvas.ts';

/** Amber: caution. */
export const syntheticColour: Rgb = [255, 190, 60];
const [dash, gap, thickness] = [14, 8, 4];

/**
 * Burns the synthetic mark into the pixels: a dashed frame and the words, so that no copy of the picture loses them.
 *
 * @throws RangeError when the picture is too small to carry the words
 */
export function burnSyntheticMark(canvas: Canvas, horizonDays: number): void {
  burnDashedFrame(canvas);
  burnCaption(canvas, syntheticMark(horizonDays), syntheticColour);
}

/** Burns where a scan comes from, and its date: an acquired one in white without a frame, a generated one as synthetic. */
export function burnScanMark(canvas: Canvas, origin: ScanOrigin, date: string): void {
  if (origin === 'generated') burnDashedFrame(canvas);
  burnCaption(canvas, `${originMark(origin)} ${date}`, origin === 'generated' ? syntheticColour : [225, 225, 225]);
}

function burnCaption(canvas: Canvas, text: string, colour: Rgb): void {
  const room = canvas.width - 4 * thickness;
  const scale = Math.min(2, Math.floor(room / textWidth(text, 1)));
  if (scale < 1) throw new RangeError('picture is too narrow for its mark');
  const left = Math.round((canvas.width - textWidth(text, scale)) / 2);
  paintText(canvas, text, [left, canvas.height - 2 * thickness - glyphSize.height * scale], { scale, colour });
}

function burnDashedFrame(canvas: Canvas): void {
  const { width, height } = canvas;
  for (let at = 0; at < Math.max(width, height); at += dash + gap) {
    const across = { left: at, width: Math.min(dash, width - at), height: thickness };
    const down = { top: at, height: Math.min(dash, height - at), width: thickness };
    if (at < width) {
      paintBox(canvas, { ...across, top: 0 }, syntheticColour);
      paintBox(canvas, { ...across, top: height - thickness }, syntheticColour);
    }
    if (at < height) {
      paintBox(canvas, { ...down, left: 0 }, syntheticColour);
      paintBox(canvas, { ...down, left: width - thickness }, syntheticColour);
    }
  }
}

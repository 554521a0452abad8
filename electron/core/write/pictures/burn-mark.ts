import type { Rgb } from '../../base/colour-map.ts';
import { originMark, type ScanOrigin } from '../provenance.ts';
import { glyphSize } from './bitmap-font.ts';
import { paintBox, paintText, textWidth, type Canvas } from './canvas.ts';

/** Amber: caution. */
export const syntheticColour: Rgb = [255, 190, 60];
const [dash, gap, thickness] = [14, 8, 4];
/** Smaller letters are hard to read on a screen. */
const largestScale = 2;

/**
 * Burns a synthetic mark into the pixels: a dashed frame and the words, so that no copy of the picture loses them.
 *
 * @throws RangeError when the picture is too small to carry the words
 */
export function burnSyntheticMark(canvas: Canvas, mark: string): void {
  burnDashedFrame(canvas);
  burnCaption(canvas, [mark], syntheticColour);
}

/** Burns where a scan comes from, and its date: an acquired one in white without a frame, a generated one as synthetic. */
export function burnScanMark(canvas: Canvas, origin: ScanOrigin, date: string): void {
  if (origin === 'generated') burnDashedFrame(canvas);
  burnCaption(canvas, [originMark(origin), date], origin === 'generated' ? syntheticColour : [225, 225, 225]);
}

/** Words at the lower edge: all in one line where they fit in large letters, else one line for each part. */
function burnCaption(canvas: Canvas, parts: readonly string[], colour: Rgb): void {
  const room = canvas.width - 4 * thickness;
  const whole = parts.join(' ');
  const lines = textWidth(whole, largestScale) <= room ? [whole] : parts;
  const widest = Math.max(...lines.map((line) => textWidth(line, 1)));
  const scale = Math.min(largestScale, Math.floor(room / widest));
  if (scale < 1) throw new RangeError('picture is too narrow for its mark');
  const pitch = (glyphSize.height + 2) * scale;
  const lowest = canvas.height - 2 * thickness - glyphSize.height * scale;
  if (lowest - pitch * (lines.length - 1) < 2 * thickness) throw new RangeError('picture is too low for its mark');
  lines.forEach((line, index) => {
    const left = Math.round((canvas.width - textWidth(line, scale)) / 2);
    paintText(canvas, line, [left, lowest - pitch * (lines.length - 1 - index)], { scale, colour });
  });
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

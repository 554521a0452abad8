import type { Rgb } from '../../base/colour-map.ts';
import type { Mask } from '../../base/volume.ts';
import { paintPixel, type Canvas } from './canvas.ts';
import { sampleView, type SliceView } from './slice-view.ts';

/** Colour and pattern of an outline: acquired outlines are solid, predicted ones dashed, those of another arm finely dashed. */
export interface ContourStyle {
  readonly colour: Rgb;
  readonly pattern: 'solid' | 'dashed' | 'fine';
}

/** Length of a dash and of the gap after it, along the diagonal. */
const dashPixels = { solid: 0, dashed: 8, fine: 3 } as const;

/** Paints the outline of a mask where it crosses the view, two pixels wide. */
export function paintContour(canvas: Canvas, mask: Mask, view: SliceView, style: ContourStyle): void {
  const { width, height } = canvas;
  const inside = new Uint8Array(width * height);
  const dash = dashPixels[style.pattern];
  for (let y = 0, p = 0; y < height; y++) {
    for (let x = 0; x < width; x++, p++) inside[p] = sampleView(mask, view, x, y) >= 0.5 ? 1 : 0;
  }
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const p = y * width + x;
      if (inside[p] === 0) continue;
      const enclosed = inside[p - 1] === 1 && inside[p + 1] === 1 && inside[p - width] === 1 && inside[p + width] === 1;
      if (enclosed || (dash > 0 && Math.floor((x + y) / dash) % 2 === 1)) continue;
      paintPixel(canvas, p, style.colour);
      paintPixel(canvas, p + 1, style.colour);
      paintPixel(canvas, p + width, style.colour);
    }
  }
}

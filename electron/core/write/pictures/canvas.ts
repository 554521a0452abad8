import type { Rgb } from '../../base/colour-map.ts';
import { glyphRows, glyphSize } from './bitmap-font.ts';

/** A picture: three bytes a pixel, rows from the top. */
export interface Canvas {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
}

/** Empty (black) picture. */
export function createCanvas(width: number, height: number): Canvas {
  return { width, height, rgb: new Uint8Array(3 * width * height) };
}

/**
 * Colours one pixel.
 *
 * @param pixel x + width * y
 * @param opacity 0 to 1
 */
export function paintPixel(canvas: Canvas, pixel: number, colour: Rgb, opacity = 1): void {
  const at = 3 * pixel;
  for (let c = 0; c < 3; c++) {
    const before = canvas.rgb[at + c] as number;
    canvas.rgb[at + c] = Math.round(before + opacity * ((colour[c] as number) - before));
  }
}

/** A rectangle to fill. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Colours a rectangle; what lies outside the picture is left out. */
export function paintBox(canvas: Canvas, box: Box, colour: Rgb, opacity = 1): void {
  const { width, height } = canvas;
  const [right, bottom] = [Math.min(width, box.left + box.width), Math.min(height, box.top + box.height)];
  for (let y = Math.max(0, box.top); y < bottom; y++) {
    for (let x = Math.max(0, box.left); x < right; x++) paintPixel(canvas, x + width * y, colour, opacity);
  }
}

/** Width of a text in pixels. */
export function textWidth(text: string, scale: number): number {
  return text.length * glyphSize.advance * scale - scale;
}

/** How a text is painted. */
export interface TextStyle {
  readonly scale: number;
  readonly colour: Rgb;
}

/** Paints a text with its upper left corner at a pixel, on a dark shade that keeps it readable over any image. */
export function paintText(
  canvas: Canvas,
  text: string,
  at: readonly [number, number],
  { scale, colour }: TextStyle,
): void {
  const shade = { left: at[0] - scale, top: at[1] - scale, width: textWidth(text, scale) + 2 * scale };
  paintBox(canvas, { ...shade, height: (glyphSize.height + 2) * scale }, [0, 0, 0], 0.6);
  [...text].forEach((character, index) => {
    const left = at[0] + index * glyphSize.advance * scale;
    glyphRows(character).forEach((bits, row) => {
      for (let column = 0; column < glyphSize.width; column++) {
        if ((bits & (1 << (glyphSize.width - 1 - column))) === 0) continue;
        paintBox(
          canvas,
          { left: left + column * scale, top: at[1] + row * scale, width: scale, height: scale },
          colour,
        );
      }
    });
  });
}

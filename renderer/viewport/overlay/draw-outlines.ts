import type { Line } from './outline.ts';
import { overlayColours, type Frame, type Surface } from './surface.ts';

/** Where an outline comes from decides its colour and pattern; its region decides its weight. */
export interface OutlineStyle {
  readonly source: 'acquired' | 'synthetic' | 'rival' | 'otherArm';
  readonly region: 'core' | 'oedema' | 'necrosis';
}

/** Map from pixel coordinates of a slice to the canvas: x' = a x + c y + e, y' = b x + d y + f. */
export interface PixelToCanvas {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly e: number;
  readonly f: number;
}

const dashes: Readonly<Record<OutlineStyle['source'], readonly number[]>> = {
  acquired: [],
  synthetic: [7, 4],
  rival: [2, 4],
  otherArm: [9, 3, 2, 3],
};

const widths: Readonly<Record<OutlineStyle['region'], number>> = { core: 2.25, oedema: 1.25, necrosis: 1.25 };
/** Necrosis is dotted wherever it comes from. */
const necrosisDash = [1.5, 3];

/** Outlines of one region, ready to draw. */
export interface Outlines {
  readonly lines: readonly Line[];
  readonly map: PixelToCanvas;
  readonly style: OutlineStyle;
}

/** Draws the outlines of one region over a slice. */
export function drawOutlines(surface: Surface, frame: Frame, { lines, map, style }: Outlines): void {
  surface.save();
  surface.lineJoin = 'round';
  const width = widths[style.region] * frame.scale;
  const pattern = style.region === 'necrosis' ? necrosisDash : dashes[style.source];
  const dash = pattern.map((length) => length * frame.scale);
  for (const pass of ['halo', 'line'] as const) {
    surface.strokeStyle = pass === 'halo' ? 'rgba(0, 0, 0, 0.55)' : overlayColours[style.source];
    surface.lineWidth = pass === 'halo' ? width + 1.5 * frame.scale : width;
    surface.setLineDash(dash);
    surface.beginPath();
    for (const line of lines) addLine(surface, line, map);
    surface.stroke();
  }
  surface.restore();
}

function addLine(surface: Surface, line: Line, map: PixelToCanvas): void {
  for (let i = 0; i + 1 < line.length; i += 2) {
    const [x, y] = [line[i] as number, line[i + 1] as number];
    const [canvasX, canvasY] = [map.a * x + map.c * y + map.e, map.b * x + map.d * y + map.f];
    if (i === 0) surface.moveTo(canvasX, canvasY);
    else surface.lineTo(canvasX, canvasY);
  }
  surface.closePath();
}

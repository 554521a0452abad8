import { drawText, fontOf, overlayColours, type Frame, type Surface } from './surface.ts';
import { scaleBar } from './scale-bar.ts';

/** The words around one pane; lines are drawn from the top or to the bottom of their corner. */
export interface PaneLabels {
  /** First line is the date. */
  readonly topLeft: readonly string[];
  readonly bottomLeft: readonly string[];
  readonly bottomRight: readonly string[];
  /** Patient directions of the edges. */
  readonly edges: { readonly left: string; readonly right: string; readonly top: string; readonly bottom: string };
  /** Said in the middle of the pane, for example that the other scan does not reach this slice. */
  readonly notice: string | null;
}

const margin = 14;
const lineHeight = 18;
const belowMark = 40;

/** Draws dates, slice, window, orientation letters and the scale bar of one pane. */
export function drawLabels(surface: Surface, frame: Frame, labels: PaneLabels, mmPerPixel: number): void {
  surface.save();
  surface.setLineDash([]);
  drawCorners(surface, frame, labels);
  drawEdges(surface, frame, labels.edges);
  drawScaleBar(surface, frame, mmPerPixel);
  if (labels.notice !== null) {
    surface.font = fontOf(frame, 15, 600);
    surface.fillStyle = overlayColours.synthetic;
    surface.textAlign = 'center';
    surface.textBaseline = 'middle';
    drawText(surface, labels.notice, [frame.width / 2, frame.height / 2], frame);
  }
  surface.restore();
}

function drawCorners(surface: Surface, frame: Frame, labels: PaneLabels): void {
  const { scale } = frame;
  surface.textBaseline = 'top';
  surface.textAlign = 'left';
  labels.topLeft.forEach((text, line) => {
    surface.font = line === 0 ? fontOf(frame, 15, 600) : fontOf(frame, 13);
    surface.fillStyle = line === 0 ? overlayColours.text : overlayColours.quiet;
    drawText(surface, text, [margin * scale, (belowMark + line * (lineHeight + 1)) * scale], frame);
  });
  surface.font = fontOf(frame, 13);
  surface.fillStyle = overlayColours.quiet;
  surface.textBaseline = 'alphabetic';
  const upwards = (texts: readonly string[], x: number, lift: number): void =>
    [...texts].reverse().forEach((text, line) => {
      drawText(surface, text, [x, frame.height - (lift + line * lineHeight) * scale], frame);
    });
  upwards(labels.bottomLeft, margin * scale, margin + 2);
  surface.textAlign = 'right';
  upwards(labels.bottomRight, frame.width - margin * scale, margin + 34);
}

function drawEdges(surface: Surface, frame: Frame, edges: PaneLabels['edges']): void {
  const { scale, width, height } = frame;
  surface.font = fontOf(frame, 16, 600);
  surface.fillStyle = overlayColours.text;
  surface.textBaseline = 'middle';
  surface.textAlign = 'left';
  drawText(surface, edges.left, [margin * scale, height / 2], frame);
  surface.textAlign = 'right';
  drawText(surface, edges.right, [width - margin * scale, height / 2], frame);
  surface.textAlign = 'center';
  drawText(surface, edges.top, [width / 2, (belowMark + 8) * scale], frame);
  drawText(surface, edges.bottom, [width / 2, height - (margin + 6) * scale], frame);
}

function drawScaleBar(surface: Surface, frame: Frame, mmPerPixel: number): void {
  const bar = scaleBar(mmPerPixel / frame.scale, Math.min(160 * frame.scale, frame.width / 4));
  const [right, bottom, tick] = [
    frame.width - margin * frame.scale,
    frame.height - (margin + 4) * frame.scale,
    5 * frame.scale,
  ];
  const draw = (style: string, width: number): void => {
    surface.strokeStyle = style;
    surface.lineWidth = width * frame.scale;
    surface.beginPath();
    surface.moveTo(right - bar.lengthPixels, bottom - tick);
    surface.lineTo(right - bar.lengthPixels, bottom);
    surface.lineTo(right, bottom);
    surface.lineTo(right, bottom - tick);
    surface.stroke();
  };
  draw(overlayColours.halo, 4);
  draw(overlayColours.text, 1.5);
  surface.font = fontOf(frame, 13);
  surface.fillStyle = overlayColours.text;
  surface.textAlign = 'center';
  surface.textBaseline = 'alphabetic';
  drawText(surface, `${bar.lengthMm} mm`, [right - bar.lengthPixels / 2, bottom - tick - 3 * frame.scale], frame);
}

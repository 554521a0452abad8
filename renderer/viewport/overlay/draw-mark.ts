import { fontOf, overlayColours, type Frame, type Surface } from './surface.ts';

/**
 * Draws the mark of a synthetic pane into its pixels: a dashed frame and the words. There is no switch for it: every
 * capture of the pane carries it.
 */
export function drawSyntheticMark(surface: Surface, frame: Frame, words: string): void {
  const line = 3 * frame.scale;
  surface.save();
  surface.strokeStyle = overlayColours.halo;
  surface.lineWidth = line + 2 * frame.scale;
  surface.setLineDash([]);
  surface.strokeRect(line, line, frame.width - 2 * line, frame.height - 2 * line);
  surface.strokeStyle = overlayColours.synthetic;
  surface.lineWidth = line;
  surface.setLineDash([16 * frame.scale, 9 * frame.scale]);
  surface.strokeRect(line, line, frame.width - 2 * line, frame.height - 2 * line);
  surface.restore();
  drawPlate(surface, frame, words, { fill: overlayColours.synthetic, text: '#1a1200', border: null });
}

/** Draws the quiet plate of a pane with a real scan. */
export function drawAcquiredMark(surface: Surface, frame: Frame, words: string): void {
  drawPlate(surface, frame, words, {
    fill: overlayColours.plate,
    text: overlayColours.acquired,
    border: overlayColours.acquired,
  });
}

interface PlateStyle {
  readonly fill: string;
  readonly text: string;
  readonly border: string | null;
}

function drawPlate(surface: Surface, frame: Frame, words: string, style: PlateStyle): void {
  const { scale } = frame;
  surface.save();
  surface.setLineDash([]);
  surface.font = fontOf(frame, fittingSize(surface, frame, words), 600);
  surface.textAlign = 'center';
  surface.textBaseline = 'middle';
  const width = Math.ceil(surface.measureText(words).width) + 18 * scale;
  const [left, top, height] = [Math.round((frame.width - width) / 2), Math.round(7 * scale), Math.round(23 * scale)];
  surface.fillStyle = style.fill;
  surface.fillRect(left, top, width, height);
  if (style.border !== null) {
    surface.strokeStyle = style.border;
    surface.lineWidth = scale;
    surface.strokeRect(left + scale / 2, top + scale / 2, width - scale, height - scale);
  }
  surface.fillStyle = style.text;
  surface.fillText(words, frame.width / 2, top + height / 2 + scale);
  surface.restore();
}

/** The mark must be whole in a narrow pane too: its letters shrink before it is cut. */
function fittingSize(surface: Surface, frame: Frame, words: string): number {
  const room = frame.width - 40 * frame.scale;
  for (let size = 14; size > 8; size--) {
    surface.font = fontOf(frame, size, 600);
    if (surface.measureText(words).width <= room) return size;
  }
  return 8;
}

import { sameGrid } from '../../electron/core/base/grid.ts';
import { strings } from '../app/strings.ts';
import type { Voxels } from './voxels.ts';
import { cutSlice } from './cut-slice.ts';
import { drawAcquiredMark, drawSyntheticMark } from './overlay/draw-mark.ts';
import { drawLabels, type PaneLabels } from './overlay/draw-labels.ts';
import { drawOutlines, type PixelToCanvas } from './overlay/draw-outlines.ts';
import { outlines, type Line } from './overlay/outline.ts';
import type { Frame } from './overlay/surface.ts';
import { mapPicture } from './map-picture.ts';
import { opposite, orientationLetters } from './orientation-letters.ts';
import type { PaneMoment } from './pane-moment.ts';
import type { PaneOutline } from './pane-content.ts';
import { sliceOriginMm } from './slice-plane.ts';

/** Draws everything that lies over the image into the pane's own canvas, so that a capture of the canvas has it all. */
export function drawPane(
  surface: CanvasRenderingContext2D,
  canvas: HTMLCanvasElement,
  moment: PaneMoment,
  map: PixelToCanvas,
): void {
  const frame: Frame = { width: canvas.width, height: canvas.height, scale: globalThis.devicePixelRatio || 1 };
  surface.setTransform(1, 0, 0, 1, 0, 0);
  if (!moment.outside) {
    drawMap(surface, moment, map);
    for (const outline of moment.content.outlines) {
      const lines = linesOf(moment, outline);
      if (lines) drawOutlines(surface, frame, { lines, map, style: outline });
    }
  }
  drawLabels(surface, frame, labelsOf(moment), moment.mmPerPixel);
  const { mark } = moment.content;
  if (mark.kind === 'synthetic') drawSyntheticMark(surface, frame, mark.words);
  else drawAcquiredMark(surface, frame, mark.words);
}

function labelsOf(moment: PaneMoment): PaneLabels {
  const { content, plane, index, window } = moment;
  const oblique = plane.tiltDegrees > 5 ? [strings.viewer.oblique(Math.round(plane.tiltDegrees))] : [];
  return {
    topLeft: [content.date, content.title, content.sequence, content.interval].filter((text) => text !== ''),
    bottomLeft: [
      ...oblique,
      strings.viewer.slice(index + 1, plane.slices, slicePosition(moment)),
      strings.viewer.window(round(window.upper - window.lower), round((window.upper + window.lower) / 2)),
    ],
    bottomRight: [strings.viewer.zoom(moment.zoom)],
    edges: {
      left: orientationLetters(opposite(plane.acrossDirection)),
      right: orientationLetters(plane.acrossDirection),
      top: orientationLetters(opposite(plane.downDirection)),
      bottom: orientationLetters(plane.downDirection),
    },
    notice: moment.outside ? strings.viewer.outside : null,
  };
}

/** Position of the slice along its anatomical axis, as a letter and millimetres. */
function slicePosition({ voxels, plane, index }: PaneMoment): string {
  const axis = { sagittal: 0, coronal: 1, axial: 2 }[plane.orientation] as 0 | 1 | 2;
  const origin = sliceOriginMm(voxels.reference.grid, plane, index);
  const across = ((plane.columns - 1) * plane.columnSpacingMm) / 2;
  const down = ((plane.rows - 1) * plane.rowSpacingMm) / 2;
  const mm = origin[axis] + across * plane.acrossDirection[axis] + down * plane.downDirection[axis];
  const letter = (mm >= 0 ? ['L', 'P', 'S'] : ['R', 'A', 'I'])[axis] ?? '';
  return `${letter} ${Math.abs(mm).toFixed(1)} mm`;
}

function linesOf(moment: PaneMoment, outline: PaneOutline): readonly Line[] | null {
  const mask = moment.overlays.get(outline.mask.volumeId);
  if (!mask || !fits(mask, moment)) return null;
  const slice = cutSlice(mask.data, mask.reference.grid, moment.plane, moment.index);
  return outlines(slice, moment.plane.columns, moment.plane.rows);
}

function drawMap(surface: CanvasRenderingContext2D, moment: PaneMoment, map: PixelToCanvas): void {
  const picture = mapPicture(moment);
  if (!picture) return;
  surface.save();
  surface.setTransform(map.a, map.b, map.c, map.d, map.e, map.f);
  surface.imageSmoothingEnabled = true;
  surface.drawImage(picture, -0.5, -0.5);
  surface.restore();
}

/** Outlines lie on the image's grid; one that does not is not drawn at a wrong place. */
function fits(overlay: Voxels, moment: PaneMoment): boolean {
  return sameGrid(overlay.reference.grid, moment.voxels.reference.grid);
}

function round(value: number): number {
  return Math.abs(value) >= 20 ? Math.round(value) : Number(value.toPrecision(2));
}

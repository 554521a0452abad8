import type { Grid } from '../../electron/core/base/grid.ts';
import type { Vec3 } from '../../electron/core/base/vector.ts';
import { depthOfSliceMm, slicePlane, type Orientation, type SlicePlane } from './slice-plane.ts';

/**
 * What the user looks at, in units that fit every linked pane: millimetres from the middle of the volume and
 * fractions of the volume's own display range. Panes on one grid therefore show the very same place.
 */
export interface View {
  readonly orientation: Orientation;
  /** Distance of the shown slice from the middle of the stack, for every cut: turning keeps the place. */
  readonly depthsMm: Readonly<Record<Orientation, number>>;
  /** Where the middle of the pane looks, relative to the middle of the head: to the right, down. */
  readonly panMm: readonly [number, number];
  /** 1 shows the whole head. */
  readonly zoom: number;
  /** Shift of the window's middle as a fraction of the display range. */
  readonly levelShift: number;
  /** Window width as a multiple of the display range. */
  readonly widthFactor: number;
}

/** The first look at a volume. */
export const initialView: View = {
  orientation: 'axial',
  depthsMm: { axial: 0, coronal: 0, sagittal: 0 },
  panMm: [0, 0],
  zoom: 1,
  levelShift: 0,
  widthFactor: 1,
};

const zoomRange = [0.25, 20] as const;
const widthRange = [0.02, 8] as const;
/** Pixels of drag that change the window width by a factor of e, or move its middle by the whole width. */
const windowDragPixels = 300;
const zoomDragPixels = 200;

/** Steps through slices of the pane that is being scrolled, and stops at its ends. */
export function scrollBy(view: View, plane: SlicePlane, slices: number): View {
  const middle = (plane.slices - 1) / 2;
  const here = Math.round(view.depthsMm[plane.orientation] / plane.sliceSpacingMm + middle);
  return scrollTo(view, plane, here + slices);
}

/** Goes to one slice by number, counted from 0. */
export function scrollTo(view: View, plane: SlicePlane, index: number): View {
  const clamped = Math.min(plane.slices - 1, Math.max(0, index));
  return withDepth(view, plane, depthOfSliceMm(plane, clamped));
}

/** Moves the image with the pointer. */
export function panBy(view: View, pixels: readonly [number, number], mmPerPixel: number): View {
  return {
    ...view,
    panMm: [view.panMm[0] - pixels[0] * mmPerPixel, view.panMm[1] - pixels[1] * mmPerPixel],
  };
}

/** Zooms by a factor about the middle of the pane. */
export function zoomBy(view: View, factor: number): View {
  return { ...view, zoom: clamp(view.zoom * factor, zoomRange) };
}

/** Zooms as the pointer is dragged: up enlarges. */
export function zoomByDrag(view: View, pixelsDown: number): View {
  return zoomBy(view, Math.exp(-pixelsDown / zoomDragPixels));
}

/** Changes the window as the pointer is dragged: right widens it, up makes the image brighter. */
export function windowByDrag(view: View, pixels: readonly [number, number]): View {
  return {
    ...view,
    widthFactor: clamp(view.widthFactor * Math.exp(pixels[0] / windowDragPixels), widthRange),
    levelShift: clamp(view.levelShift + (pixels[1] / windowDragPixels) * view.widthFactor, [-4, 4]),
  };
}

/** Turns to another cut, keeping the window and the slice that was shown there before. */
export function turnTo(view: View, orientation: Orientation): View {
  return view.orientation === orientation ? view : { ...view, orientation, panMm: [0, 0], zoom: 1 };
}

/** Goes to the slices of all three cuts that lie nearest to a point of a grid, given as voxel indices. */
export function focusOn(view: View, grid: Grid, voxel: Vec3): View {
  return (['axial', 'coronal', 'sagittal'] as const).reduce((moved, orientation) => {
    const plane = slicePlane(grid, orientation);
    const along = Math.round(voxel[plane.depth.axis]);
    return scrollTo(moved, plane, plane.depth.sign > 0 ? along : plane.slices - 1 - along);
  }, view);
}

/** Back to the first look, with the same cut and slice. */
export function resetView(view: View): View {
  return { ...initialView, orientation: view.orientation, depthsMm: view.depthsMm };
}

/** Window of a pane: lower and upper value. `centred` keeps zero in the middle, for signed differences. */
export function windowOf(
  view: View,
  displayRange: readonly [number, number],
  centred: boolean,
): { lower: number; upper: number } {
  const full = Math.max(1e-6, displayRange[1] - displayRange[0]);
  const halfWidth = (full * view.widthFactor) / 2;
  const middle = centred ? 0 : (displayRange[0] + displayRange[1]) / 2 + view.levelShift * full;
  return { lower: middle - halfWidth, upper: middle + halfWidth };
}

/** Half of the height in millimetres that shows a whole field in a pane of this shape. */
export function fitHalfHeightMm(sizeMm: readonly [number, number], aspectRatio: number): number {
  return Math.max(sizeMm[1], sizeMm[0] / aspectRatio) / 2;
}

function withDepth(view: View, { orientation }: SlicePlane, depthMm: number): View {
  return { ...view, depthsMm: { ...view.depthsMm, [orientation]: depthMm } };
}

function clamp(value: number, [low, high]: readonly [number, number]): number {
  return Math.min(high, Math.max(low, value));
}

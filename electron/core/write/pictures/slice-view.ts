import type { Grid } from '../../base/grid.ts';
import { dot, type Vec3 } from '../../base/vector.ts';
import type { Mask, Volume } from '../../base/volume.ts';
import type { VoxelBox } from '../../verify/bounding-box.ts';

/** How one slice is laid out as a picture: radiological convention, square pixels. */
export interface SliceView {
  readonly slice: number;
  readonly width: number;
  readonly height: number;
  /** Size of one pixel in millimetres. */
  readonly pixelMm: number;
  /** Column and row (fractional) under the centre of a pixel: start + x * perX + y * perY. */
  readonly start: readonly [number, number];
  readonly perX: readonly [number, number];
  readonly perY: readonly [number, number];
  /** Letters at the left, right, top and bottom edge, for example R, L, A, P. */
  readonly letters: { readonly left: string; readonly right: string; readonly top: string; readonly bottom: string };
}

/**
 * The view of a slice in the plane it was acquired in, turned so that the patient's left is on the picture's right (and
 * anterior or superior on top), cropped to a box.
 *
 * @param widthPixels width of the picture; its height follows from the box
 */
export function sliceView(grid: Grid, slice: number, box: VoxelBox, widthPixels: number): SliceView {
  const [rightwards, downwards] = screenAxes(grid.directions[2]);
  const [across, down] = [0, 1].map((axis) => Math.abs(dot(grid.directions[axis] as Vec3, rightwards)));
  const axisX: 0 | 1 = (across as number) >= (down as number) ? 0 : 1;
  const axisY: 0 | 1 = axisX === 0 ? 1 : 0;
  const signX = dot(grid.directions[axisX], rightwards) < 0 ? -1 : 1;
  const signY = dot(grid.directions[axisY], downwards) < 0 ? -1 : 1;
  const extentMm = (axis: 0 | 1): number => (box.high[axis] - box.low[axis] + 1) * grid.spacingMm[axis];
  const pixelMm = extentMm(axisX) / widthPixels;
  const stepX = (signX * pixelMm) / grid.spacingMm[axisX];
  const stepY = (signY * pixelMm) / grid.spacingMm[axisY];
  const first = (axis: 0 | 1, step: number): number =>
    step > 0 ? box.low[axis] - 0.5 + step / 2 : box.high[axis] + 0.5 + step / 2;
  const placed = (x: number, y: number): readonly [number, number] => (axisX === 0 ? [x, y] : [y, x]);
  return {
    slice,
    width: widthPixels,
    height: Math.max(1, Math.round(extentMm(axisY) / pixelMm)),
    pixelMm,
    start: placed(first(axisX, stepX), first(axisY, stepY)),
    perX: placed(stepX, 0),
    perY: placed(0, stepY),
    letters: {
      left: letterOf(rightwards, -1),
      right: letterOf(rightwards, 1),
      top: letterOf(downwards, -1),
      bottom: letterOf(downwards, 1),
    },
  };
}

/** Directions (LPS) that run to the right and downwards on the screen for a plane with this normal. */
function screenAxes(normal: Vec3): readonly [Vec3, Vec3] {
  const sizes = normal.map(Math.abs);
  const dominant = sizes.indexOf(Math.max(...sizes));
  if (dominant === 2)
    return [
      [1, 0, 0],
      [0, 1, 0],
    ];
  return [dominant === 0 ? [0, 1, 0] : [1, 0, 0], [0, 0, -1]];
}

function letterOf(direction: Vec3, sign: 1 | -1): string {
  const axis = direction.findIndex((component) => component !== 0);
  const positive = (direction[axis] as number) * sign > 0;
  return (positive ? 'LPS' : 'RAI').charAt(axis);
}

/**
 * Value under a pixel, bilinear within the slice; 0 outside the grid.
 */
export function sampleView({ data, grid }: Volume | Mask, view: SliceView, x: number, y: number): number {
  const column = view.start[0] + x * view.perX[0] + y * view.perY[0];
  const row = view.start[1] + x * view.perX[1] + y * view.perY[1];
  const [nx, ny] = grid.size;
  if (column < -0.5 || row < -0.5 || column > nx - 0.5 || row > ny - 0.5) return 0;
  const i = Math.max(0, Math.min(nx - 2, Math.floor(column)));
  const j = Math.max(0, Math.min(ny - 2, Math.floor(row)));
  const [u, v] = [Math.max(0, Math.min(1, column - i)), Math.max(0, Math.min(1, row - j))];
  const at = i + nx * (j + ny * view.slice);
  const top = (data[at] as number) * (1 - u) + (data[at + 1] as number) * u;
  const bottom = (data[at + nx] as number) * (1 - u) + (data[at + nx + 1] as number) * u;
  return top * (1 - v) + bottom * v;
}

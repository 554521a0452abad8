import type { Grid } from '../base/grid.ts';
import { maskVolumeMl, type Mask } from '../base/volume.ts';
import { largestComponent } from '../segment/components.ts';
import { boundingBox, cropMask } from './bounding-box.ts';
import { convexHull, type Point } from './convex-hull.ts';

/** Size of a lesion as response criteria want it; all 0 where there is no lesion. */
export interface LesionSize {
  /** Longest diameter in any axial slice of the largest part. */
  readonly longestMm: number;
  /** Width of the same slice of the lesion at right angles to it. */
  readonly perpendicularMm: number;
  /** Product of the two: the bidimensional area. */
  readonly productMm2: number;
  /** Of all parts together. */
  readonly volumeMl: number;
}

/**
 * Measures a lesion. Diameters are those of the convex hull in one slice of the grid, along the axes that lie nearest to the
 * axial plane: the longest distance between two points of the outline, and the distance between the two lines parallel to it
 * that enclose the lesion. The outline runs through the middles of the voxels' edges, so that the diameters of round
 * lesions are not biased by the size of the voxels.
 */
export function measureLesion(mask: Mask): LesionSize {
  const box = boundingBox(mask.data, mask.grid.size);
  if (box === null) return { longestMm: 0, perpendicularMm: 0, productMm2: 0, volumeMl: 0 };
  const cropped = cropMask(mask, box);
  const { longestMm, perpendicularMm } = axialDiameters(largestComponent(cropped));
  return { longestMm, perpendicularMm, productMm2: longestMm * perpendicularMm, volumeMl: maskVolumeMl(cropped) };
}

type Diameters = Pick<LesionSize, 'longestMm' | 'perpendicularMm'>;

/** Of two equally long diameters the one with the larger perpendicular counts; lengths nearer than this are equal. */
const equalMm = 1e-6;

function axialDiameters(lesion: Mask): Diameters {
  const plane = axialPlane(lesion.grid);
  let best: Diameters = { longestMm: 0, perpendicularMm: 0 };
  for (let slice = 0; slice < plane.slices; slice++) {
    const found = diameters(convexHull(outlinePoints(lesion, plane, slice)));
    if (isLarger(found, best)) best = found;
  }
  return best;
}

function isLarger(a: Diameters, b: Diameters): boolean {
  const longer = a.longestMm - b.longestMm;
  return Math.abs(longer) > equalMm ? longer > 0 : a.perpendicularMm > b.perpendicularMm;
}

interface AxialPlane {
  readonly across: 0 | 1 | 2;
  readonly down: 0 | 1 | 2;
  readonly depth: 0 | 1 | 2;
  readonly slices: number;
}

/** The grid's own axes; the one that runs most from feet to head is the slice normal. */
function axialPlane({ directions, size }: Grid): AxialPlane {
  const headwards = directions.map((direction) => Math.abs(direction[2]));
  const depth = headwards.indexOf(Math.max(...headwards)) as 0 | 1 | 2;
  const [across, down] = ([0, 1, 2] as const).filter((axis) => axis !== depth) as [0 | 1 | 2, 0 | 1 | 2];
  return { across, down, depth, slices: size[depth] };
}

/** Middles of the edges of the first and the last voxel of every row of one slice, in millimetres within the plane. */
function outlinePoints({ grid, data }: Mask, { across, down, depth }: AxialPlane, slice: number): Point[] {
  const strides = [1, grid.size[0], grid.size[0] * grid.size[1]] as const;
  const [halfX, halfY] = [grid.spacingMm[across] / 2, grid.spacingMm[down] / 2];
  const points: Point[] = [];
  for (let row = 0; row < grid.size[down]; row++) {
    const start = slice * strides[depth] + row * strides[down];
    let [first, last] = [-1, -1];
    for (let column = 0; column < grid.size[across]; column++) {
      if (data[start + column * strides[across]] === 0) continue;
      if (first < 0) first = column;
      last = column;
    }
    if (first < 0) continue;
    const y = 2 * halfY * row;
    for (const x of [2 * halfX * first, 2 * halfX * last]) {
      points.push([x - halfX, y], [x + halfX, y], [x, y - halfY], [x, y + halfY]);
    }
  }
  return points;
}

function diameters(hull: readonly Point[]): Diameters {
  let best: Diameters = { longestMm: 0, perpendicularMm: 0 };
  for (const [n, a] of hull.entries()) {
    for (const b of hull.slice(n + 1)) {
      const longestMm = Math.hypot(b[0] - a[0], b[1] - a[1]);
      if (longestMm < best.longestMm - equalMm) continue;
      const found = { longestMm, perpendicularMm: widthAlong(hull, a, b) };
      if (isLarger(found, best)) best = found;
    }
  }
  return best;
}

/** Distance between the two lines parallel to a-b that enclose the hull. */
function widthAlong(hull: readonly Point[], a: Point, b: Point): number {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const offsets = hull.map(([x, y]) => (dx * (y - a[1]) - dy * (x - a[0])) / Math.hypot(dx, dy));
  return Math.max(...offsets) - Math.min(...offsets);
}

import type { Grid } from '../../electron/core/base/grid.ts';
import type { Vec3 } from '../../electron/core/base/vector.ts';

/** The three standard cuts through a volume. */
export type Orientation = 'axial' | 'coronal' | 'sagittal';

/** One axis of a grid, walked forwards (1) or backwards (-1). */
export interface GridAxis {
  readonly axis: 0 | 1 | 2;
  readonly sign: 1 | -1;
}

/** How one cut runs through a grid. The cut follows the grid's own axes, so that no thick slice is ever resampled. */
export interface SlicePlane {
  readonly orientation: Orientation;
  readonly across: GridAxis;
  readonly down: GridAxis;
  readonly depth: GridAxis;
  readonly columns: number;
  readonly rows: number;
  readonly slices: number;
  readonly columnSpacingMm: number;
  readonly rowSpacingMm: number;
  readonly sliceSpacingMm: number;
  /** Unit vectors in LPS: to the right of the screen, down the screen, to the next slice. */
  readonly acrossDirection: Vec3;
  readonly downDirection: Vec3;
  readonly depthDirection: Vec3;
  /** Angle between the cut and the anatomical plane whose name it carries. */
  readonly tiltDegrees: number;
}

type Triple<T> = readonly [T, T, T];

/** Radiological convention: patient's left on the right; axial from the head down, sagittal with the face to the left. */
const wanted: Readonly<Record<Orientation, Triple<Vec3>>> = {
  axial: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, -1],
  ],
  coronal: [
    [1, 0, 0],
    [0, 0, -1],
    [0, 1, 0],
  ],
  sagittal: [
    [0, 1, 0],
    [0, 0, -1],
    [1, 0, 0],
  ],
};

const permutations: readonly Triple<0 | 1 | 2>[] = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
];

/** The cut of a grid that lies nearest to an anatomical plane. */
export function slicePlane(grid: Grid, orientation: Orientation): SlicePlane {
  const [across, down, depth] = nearestAxes(grid, wanted[orientation]);
  const depthDirection = directionOf(grid, depth);
  const cosine = Math.min(1, Math.abs(dot(depthDirection, wanted[orientation][2])));
  return {
    orientation,
    across,
    down,
    depth,
    columns: grid.size[across.axis],
    rows: grid.size[down.axis],
    slices: grid.size[depth.axis],
    columnSpacingMm: grid.spacingMm[across.axis],
    rowSpacingMm: grid.spacingMm[down.axis],
    sliceSpacingMm: grid.spacingMm[depth.axis],
    acrossDirection: directionOf(grid, across),
    downDirection: directionOf(grid, down),
    depthDirection,
    tiltDegrees: (Math.acos(cosine) * 180) / Math.PI,
  };
}

/** LPS position of the centre of the first (top left) pixel of one slice. */
export function sliceOriginMm(grid: Grid, plane: SlicePlane, index: number): Vec3 {
  const voxel: [number, number, number] = [0, 0, 0];
  voxel[plane.across.axis] = plane.across.sign > 0 ? 0 : plane.columns - 1;
  voxel[plane.down.axis] = plane.down.sign > 0 ? 0 : plane.rows - 1;
  voxel[plane.depth.axis] = plane.depth.sign > 0 ? index : plane.slices - 1 - index;
  const at = (k: 0 | 1 | 2): number =>
    grid.originMm[k] +
    grid.directions[0][k] * grid.spacingMm[0] * voxel[0] +
    grid.directions[1][k] * grid.spacingMm[1] * voxel[1] +
    grid.directions[2][k] * grid.spacingMm[2] * voxel[2];
  return [at(0), at(1), at(2)];
}

/** Distance of a slice from the middle of its stack, growing towards the next slice. */
export function depthOfSliceMm(plane: SlicePlane, index: number): number {
  return (index - (plane.slices - 1) / 2) * plane.sliceSpacingMm;
}

/** The slice nearest to a depth; `outside` says that the depth lies beyond the stack by more than half a slice. */
export function nearestSlice(plane: SlicePlane, depthMm: number): { index: number; outside: boolean } {
  const exact = depthMm / plane.sliceSpacingMm + (plane.slices - 1) / 2;
  const index = Math.min(plane.slices - 1, Math.max(0, Math.round(exact)));
  return { index, outside: Math.abs(exact - index) > 0.5 + 1e-6 };
}

function nearestAxes(grid: Grid, targets: Triple<Vec3>): Triple<GridAxis> {
  let best: Triple<0 | 1 | 2> = [0, 1, 2];
  let bestScore = -1;
  for (const candidate of permutations) {
    const score = candidate.reduce<number>((sum, axis, k) => sum + Math.abs(alignment(grid, axis, targets, k)), 0);
    if (score > bestScore + 1e-9) [best, bestScore] = [candidate, score];
  }
  const pick = (k: 0 | 1 | 2): GridAxis => ({
    axis: best[k],
    sign: alignment(grid, best[k], targets, k) < 0 ? -1 : 1,
  });
  return [pick(0), pick(1), pick(2)];
}

function alignment(grid: Grid, axis: 0 | 1 | 2, targets: Triple<Vec3>, k: number): number {
  return dot(grid.directions[axis], targets[k as 0 | 1 | 2]);
}

function directionOf(grid: Grid, { axis, sign }: GridAxis): Vec3 {
  const [x, y, z] = grid.directions[axis];
  return [x * sign + 0, y * sign + 0, z * sign + 0];
}

function dot(a: Vec3, b: Vec3): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

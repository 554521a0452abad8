import { applyAffine, composeAffine, invertAffine, type Affine } from '../base/affine.ts';
import { voxelToLps, type Grid } from '../base/grid.ts';
import type { Vec3 } from '../base/vector.ts';
import type { Mask } from '../base/volume.ts';
import { rigidMotion } from '../register/rigid-motion.ts';
import { toCubicVoxels } from '../register/prepare-for-registration.ts';
import { meanBrainRadius, type SurfaceRadius } from './brain-shape.ts';

/** The mean brain laid over a patient's head. */
export interface FittedShape {
  /** From LPS millimetres to the mean brain's own millimetres (centre at the origin). */
  readonly lpsToShape: Affine;
  /** Overlap with the mask it was fitted to, 0 to 1: below about 0.8 there is no brain. */
  readonly agreement: number;
}

/** Spacing of the search, and what lies below this level of the mean brain (neck, face) counts less. */
const [searchSpacingMm, lowerPartBelowMm, lowerPartWeight] = [8, -20, 0.25];
/** Largest logarithm of the stretch along one axis that is not punished: heads differ by a fifth at most. */
const largestLogStretch = 0.2;
const degree = Math.PI / 180;

/** cx, cy, cz in mm; turns about x, y, z in degrees; logarithms of the stretch along x, y, z. */
type Pose = readonly number[];

/**
 * Lays the mean brain over a first, leaky brain mask: shift, turn and stretch by a pattern search on the overlap. Both ways
 * round are tried (nose to the front and to the back), because the orientation in a file may be wrong.
 */
export function fitBrainShape(mask: Mask): FittedShape {
  const coarse = toCubicVoxels({ grid: mask.grid, data: new Float32Array(mask.data) }, searchSpacingMm);
  const all = pointsOf(coarse.grid, coarse.data);
  const centre = centreOfUpperPart(all);
  const overlap = overlapScorer(pointsNear(all, centre), meanBrainRadius());
  let best = { pose: [] as Pose, value: -Infinity };
  for (const yaw of [0, 180]) {
    const found = climb(overlap, [...centre, 0, 0, yaw, 0, 0, 0]);
    if (found.value > best.value) best = found;
  }
  return { lpsToShape: lpsToShape(best.pose), agreement: best.value };
}

/** Signed distance, roughly, from the surface of the fitted brain at every voxel of a grid: negative inside, millimetres. */
export function shapeDistanceMm(shape: FittedShape, grid: Grid): Float32Array {
  const radius = meanBrainRadius();
  const m = composeAffine(shape.lpsToShape, voxelToLps(grid));
  const at = (n: number): number => m[n] ?? 0;
  const [nx, ny, nz] = grid.size;
  const out = new Float32Array(nx * ny * nz);
  for (let k = 0, v = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      for (let i = 0; i < nx; i++, v++) {
        const x = at(0) * i + at(1) * j + at(2) * k + at(3);
        const y = at(4) * i + at(5) * j + at(6) * k + at(7);
        const z = at(8) * i + at(9) * j + at(10) * k + at(11);
        out[v] = Math.sqrt(x * x + y * y + z * z) - radius(x, y, z);
      }
    }
  }
  return out;
}

/**
 * One coordinate of every voxel of a grid in the fitted brain, in the mean brain's millimetres.
 *
 * @param axis 0 sideways from the mid-plane, 1 front to back, 2 height above the centre
 */
export function shapeCoordinateMm(shape: FittedShape, grid: Grid, axis: 0 | 1 | 2): Float32Array {
  const m = composeAffine(shape.lpsToShape, voxelToLps(grid)).slice(4 * axis, 4 * axis + 4);
  const [across, down, through, start] = [m[0] ?? 0, m[1] ?? 0, m[2] ?? 0, m[3] ?? 0];
  const [nx, ny, nz] = grid.size;
  const out = new Float32Array(nx * ny * nz);
  for (let k = 0, v = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) for (let i = 0; i < nx; i++) out[v++] = across * i + down * j + through * k + start;
  }
  return out;
}

function lpsToShape(pose: Pose): Affine {
  const at = (n: number): number => pose[n] ?? 0;
  const centre: Vec3 = [at(0), at(1), at(2)];
  const turned = invertAffine(rigidMotion([at(3) * degree, at(4) * degree, at(5) * degree], [0, 0, 0], centre));
  const shrink = [Math.exp(-at(6)), Math.exp(-at(7)), Math.exp(-at(8))];
  return turned.map((value, n) => value * (shrink[Math.floor(n / 4)] ?? 1));
}

/** x, y, z and how much of the cell is inside the mask, four numbers a point. */
function pointsOf(grid: Grid, inside: Float32Array): Float64Array {
  const toLps = voxelToLps(grid);
  const [nx, ny] = grid.size;
  const points = new Float64Array(4 * inside.length);
  for (let v = 0; v < inside.length; v++) {
    const p = applyAffine(toLps, [v % nx, Math.floor(v / nx) % ny, Math.floor(v / (nx * ny))]);
    points.set([p[0], p[1], p[2], inside[v] as number], 4 * v);
  }
  return points;
}

/** Points that a brain around this centre can reach, wherever it is moved, and those of the mask. */
function pointsNear(points: Float64Array, centre: Vec3): Float64Array {
  const near: number[] = [];
  for (let p = 0; p < points.length; p += 4) {
    const [x, y, z] = [points[p] as number, points[p + 1] as number, points[p + 2] as number];
    const found = points[p + 3] as number;
    if (found > 0 || Math.hypot(x - centre[0], y - centre[1], z - centre[2]) < 125) near.push(x, y, z, found);
  }
  return Float64Array.from(near);
}

/** Dice of the soft masks, less what the stretch goes beyond a human head. */
function overlapScorer(points: Float64Array, radius: SurfaceRadius): (pose: Pose) => number {
  return (pose) => {
    const m = lpsToShape(pose);
    const at = (n: number): number => m[n] ?? 0;
    const [a, b, c, d, e, f, g, h, i, j, k, l] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11].map(at) as unknown as Row12;
    let both = 0;
    let sum = 0;
    for (let p = 0; p < points.length; p += 4) {
      const px = points[p] as number;
      const py = points[p + 1] as number;
      const pz = points[p + 2] as number;
      const x = a * px + b * py + c * pz + d;
      const y = e * px + f * py + g * pz + h;
      const z = i * px + j * py + k * pz + l;
      const found = points[p + 3] as number;
      const weight = z > lowerPartBelowMm ? 1 : lowerPartWeight;
      const r = Math.sqrt(x * x + y * y + z * z);
      const expected = r > 110 ? 0 : Math.max(0, Math.min(1, (radius(x, y, z) - r) / searchSpacingMm + 0.5));
      both += weight * Math.min(expected, found);
      sum += weight * (expected + found);
    }
    const beyond = pose.slice(6).reduce((total, log) => total + Math.max(0, Math.abs(log) - largestLogStretch), 0);
    return sum > 0 ? (2 * both) / sum - 5 * beyond : 0;
  };
}

type Row12 = readonly [number, number, number, number, number, number, number, number, number, number, number, number];

/** A leaky mask leaks downwards: its centre is taken over the height of a cerebrum below its top. */
function centreOfUpperPart(points: Float64Array): Vec3 {
  const heights: number[] = [];
  for (let p = 0; p < points.length; p += 4) if ((points[p + 3] as number) > 0.5) heights.push(points[p + 2] as number);
  heights.sort((a, b) => a - b);
  const top = heights[Math.floor(0.995 * heights.length)] ?? 0;
  let [x, y, z, count] = [0, 0, 0, 0];
  for (let p = 0; p < points.length; p += 4) {
    if ((points[p + 3] as number) <= 0.5 || (points[p + 2] as number) < top - 110) continue;
    x += points[p] as number;
    y += points[p + 1] as number;
    z += points[p + 2] as number;
    count++;
  }
  return count === 0 ? [0, 0, 0] : [x / count, y / count, z / count - 5];
}

function climb(score: (pose: Pose) => number, start: Pose): { pose: Pose; value: number } {
  const steps = [10, 10, 10, 8, 5, 5, 0.08, 0.08, 0.08];
  let best = { pose: start, value: score(start) };
  for (let scale = 1; scale > 0.15; scale /= 2) {
    for (let round = 0, improved = true; improved && round < 6; round++) {
      improved = false;
      for (let move = 0; move < 2 * steps.length; move++) {
        const n = move >> 1;
        const step = (move & 1 ? scale : -scale) * (steps[n] ?? 0);
        const pose = best.pose.map((value, k) => (k === n ? value + step : value));
        const value = score(pose);
        if (value <= best.value) continue;
        best = { pose, value };
        improved = true;
      }
    }
  }
  return best;
}

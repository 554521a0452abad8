import type { Grid } from '../base/grid.ts';
import type { Vec3 } from '../base/vector.ts';

/** Distance given for every voxel when there is no boundary at all (an empty or a full mask), in millimetres. */
export const noBoundaryMm = 10_000;

/** For every voxel the nearest voxel of a set. */
export interface NearestVoxels {
  /** Squared distance between the two voxel centres, mm2; Infinity when the set is empty. */
  readonly squaredMm2: Float32Array;
  /** Index of the nearest voxel of the set; -1 when the set is empty. */
  readonly nearest: Int32Array;
}

/**
 * Exact Euclidean distance from every voxel centre to the nearest centre of a set, on an anisotropic grid: one pass per
 * axis, each the lower envelope of parabolas.
 *
 * @param isMember 1 for every voxel of the set, columns fastest
 * @param member value that counts as belonging (0 measures the distance to the background)
 * @see Felzenszwalb and Huttenlocher 2012, doi:10.4086/toc.2012.v008a019
 */
export function nearestVoxels(isMember: Uint8Array, size: Vec3, spacingMm: Vec3, member: 0 | 1 = 1): NearestVoxels {
  const nearest = new Int32Array(isMember.length);
  for (let v = 0; v < nearest.length; v++) nearest[v] = (isMember[v] === 0) === (member === 0) ? v : -1;
  return { squaredMm2: transform({ isMember, member, size, spacingMm }, nearest), nearest };
}

/** What is measured: the members of a set on a grid. */
export interface VoxelSet {
  /** Columns fastest. */
  readonly isMember: Uint8Array;
  /** Which value belongs to the set: 1, or 0 to measure the distance to the background. */
  readonly member: 0 | 1;
  readonly size: Vec3;
  readonly spacingMm: Vec3;
}

/** The distances of `nearestVoxels` alone, in half the time: squared, mm2; Infinity when the set is empty. */
export function squaredDistancesMm2(set: VoxelSet): Float32Array {
  return transform(set, null);
}

function transform({ isMember, member, size, spacingMm }: VoxelSet, nearest: Int32Array | null): Float32Array {
  const squaredMm2 = new Float32Array(isMember.length);
  for (let v = 0; v < squaredMm2.length; v++) squaredMm2[v] = (isMember[v] === 0) === (member === 0) ? 0 : Infinity;
  const [nx, ny, nz] = size;
  const pass = linePass(squaredMm2, nearest, Math.max(nx, ny, nz));
  for (let row = 0; row < ny * nz; row++)
    sweepRow(squaredMm2, nearest, row * nx, { length: nx, spacing: spacingMm[0] });
  for (let k = 0; k < nz; k++) for (let i = 0; i < nx; i++) pass(k * nx * ny + i, nx, ny, spacingMm[1]);
  for (let column = 0; column < nx * ny; column++) pass(column, nx * ny, nz, spacingMm[2]);
  return squaredMm2;
}

/** The first axis needs no parabolas: the nearest member of a row lies to the left or to the right. */
function sweepRow(
  squared: Float32Array,
  nearest: Int32Array | null,
  start: number,
  { length, spacing }: { length: number; spacing: number },
): void {
  const end = start + length;
  let last = -1;
  for (let v = start; v < end; v++) {
    if (squared[v] === 0) last = v;
    else if (last >= 0) squared[v] = (v - last) * (v - last);
  }
  if (last < 0) return;
  let next = -1;
  for (let v = end - 1; v >= start; v--) {
    if (squared[v] === 0) next = v;
    else if (next >= 0 && (next - v) * (next - v) < (squared[v] as number)) squared[v] = (next - v) * (next - v);
    const steps = Math.sqrt(squared[v] as number);
    if (nearest !== null) nearest[v] = next >= 0 && next - v === steps ? next : v - steps;
    squared[v] = (squared[v] as number) * spacing * spacing;
  }
}

/** One line of the transform, in place; the scratch arrays are shared by all lines. */
function linePass(squared: Float32Array, nearest: Int32Array | null, longest: number) {
  const height = new Float64Array(longest);
  const source = new Int32Array(longest);
  const apex = new Int32Array(longest);
  const from = new Float64Array(longest + 1);
  return (start: number, stride: number, n: number, spacing: number): void => {
    const unit = 1 / (spacing * spacing);
    let top = -1;
    let isFlat = true;
    for (let q = 0, v = start; q < n; q++, v += stride) {
      const value = (squared[v] as number) * unit;
      height[q] = value;
      if (value !== 0) isFlat = false;
      if (nearest !== null) source[q] = nearest[v] as number;
      if (value === Infinity) continue;
      let cut = -Infinity;
      while (top >= 0) {
        const p = apex[top] as number;
        cut = (value + q * q - ((height[p] as number) + p * p)) / (2 * (q - p));
        if (cut > (from[top] as number)) break;
        top--;
      }
      top++;
      apex[top] = q;
      from[top] = top === 0 ? -Infinity : cut;
    }
    // Most lines run through nothing or through members alone.
    if (top < 0 || isFlat) return;
    from[top + 1] = Infinity;
    for (let q = 0, v = start, level = 0; q < n; q++, v += stride) {
      while ((from[level + 1] as number) < q) level++;
      const p = apex[level] as number;
      squared[v] = ((q - p) * (q - p) + (height[p] as number)) * spacing * spacing;
      if (nearest !== null) nearest[v] = source[p] as number;
    }
  };
}

/**
 * Signed distance to the outline of a region, negative inside, in millimetres. The outline runs half-way between centres:
 * distance between centres minus half a voxel along that direction (on a cubic grid: minus half the spacing).
 *
 * @param inside 1 inside, 0 outside, columns fastest
 * @returns one value per voxel; +-`noBoundaryMm` everywhere when the region is empty or fills the grid
 */
export function distanceFieldMm(inside: Uint8Array, grid: Grid): Float32Array {
  const out = new Float32Array(inside.length);
  const box = boundingBox(inside, grid.size);
  if (box === null) return out.fill(noBoundaryMm);
  const outwards = measure({ isMember: inside, member: 1, size: grid.size, spacingMm: grid.spacingMm });
  for (let v = 0; v < out.length; v++) if (inside[v] === 0) out[v] = outwards(v);
  writeInside(inside, grid, box, out);
  return out;
}

/** Distance of a voxel from the outline of a set that it does not belong to, mm; Infinity for an empty set. */
function measure(set: VoxelSet): (voxel: number) => number {
  const [spacing] = set.spacingMm;
  if (set.spacingMm.every((other) => other === spacing)) {
    // Half a voxel is half the spacing in every direction: where the nearest voxel lies need not be known.
    const squaredMm2 = squaredDistancesMm2(set);
    return (v) => Math.sqrt(squaredMm2[v] as number) - spacing / 2;
  }
  const { squaredMm2, nearest } = nearestVoxels(set.isMember, set.size, set.spacingMm, set.member);
  const [nx, ny] = set.size;
  return (v) => {
    const near = nearest[v] as number;
    return near < 0 ? Infinity : toOutline(squaredMm2[v] as number, steps(v, near, nx, ny));
  };
}

/** The nearest background of an inside voxel lies within the bounding box and one voxel around it: measure only there. */
function writeInside(inside: Uint8Array, grid: Grid, box: Box, out: Float32Array): void {
  const [nx, ny, nz] = grid.size;
  const low = box.low.map((value) => Math.max(0, value - 1)) as unknown as Vec3;
  const high: Vec3 = [
    Math.min(nx - 1, box.high[0] + 1),
    Math.min(ny - 1, box.high[1] + 1),
    Math.min(nz - 1, box.high[2] + 1),
  ];
  const size: Vec3 = [high[0] - low[0] + 1, high[1] - low[1] + 1, high[2] - low[2] + 1];
  const part = new Uint8Array(size[0] * size[1] * size[2]);
  const whole = (i: number, j: number, k: number): number => i + low[0] + nx * (j + low[1] + ny * (k + low[2]));
  for (let k = 0, v = 0; k < size[2]; k++) {
    for (let j = 0; j < size[1]; j++) for (let i = 0; i < size[0]; i++) part[v++] = inside[whole(i, j, k)] as number;
  }
  const inwards = measure({ isMember: part, member: 0, size, spacingMm: grid.spacingMm });
  for (let k = 0, v = 0; k < size[2]; k++) {
    for (let j = 0; j < size[1]; j++) {
      for (let i = 0; i < size[0]; i++, v++) {
        if (part[v] !== 0) out[whole(i, j, k)] = -Math.min(noBoundaryMm, inwards(v));
      }
    }
  }
}

/** Distance between two centres, less half a voxel along the way; `voxels` is the same distance counted in voxels. */
function toOutline(squaredMm2: number, voxels: number): number {
  return Math.sqrt(squaredMm2) * (1 - 0.5 / voxels);
}

function steps(from: number, to: number, nx: number, ny: number): number {
  const i = (from % nx) - (to % nx);
  const j = (Math.floor(from / nx) % ny) - (Math.floor(to / nx) % ny);
  const k = Math.floor(from / (nx * ny)) - Math.floor(to / (nx * ny));
  return Math.sqrt(i * i + j * j + k * k);
}

interface Box {
  readonly low: Vec3;
  readonly high: Vec3;
}

function boundingBox(inside: Uint8Array, size: Vec3): Box | null {
  const [nx, ny, nz] = size;
  let [x0, y0, z0, x1, y1, z1] = [nx, ny, nz, -1, -1, -1];
  for (let k = 0, v = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      for (let i = 0; i < nx; i++, v++) {
        if (inside[v] === 0) continue;
        if (i < x0) x0 = i;
        if (i > x1) x1 = i;
        if (j < y0) y0 = j;
        if (j > y1) y1 = j;
        if (k < z0) z0 = k;
        if (k > z1) z1 = k;
      }
    }
  }
  return x1 < 0 ? null : { low: [x0, y0, z0], high: [x1, y1, z1] };
}

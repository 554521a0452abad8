import { applyAffine } from './affine.ts';
import { lpsToVoxel, voxelCount, voxelToLps, type Grid } from './grid.ts';
import type { Vec3 } from './vector.ts';
import type { Mask } from './volume.ts';

/** A rectangular part of a full-size grid: work that concerns a lesion is done there and pasted back. */
export interface GridBox {
  /** First voxel [column, row, slice] of the part within the full grid. */
  readonly low: Vec3;
  /** The part as a grid of its own. */
  readonly grid: Grid;
  readonly full: Grid;
}

/**
 * Smallest part of a grid that holds every mask and a margin around them.
 *
 * @param masks on the same grid
 * @param marginMm kept on every side where the grid reaches that far
 * @returns null when every mask is empty
 */
export function boxAroundMasks(masks: readonly Mask[], marginMm: number): GridBox | null {
  const full = masks[0]?.grid;
  if (full === undefined) return null;
  const low = [...full.size];
  const high = [-1, -1, -1];
  for (const mask of masks) widen(mask, low, high);
  if (high[0] === -1) return null;
  const margin = full.spacingMm.map((spacing) => Math.ceil(marginMm / spacing));
  return clippedBox(
    full,
    low.map((value, axis) => value - (margin[axis] as number)),
    high.map((value, axis) => value + (margin[axis] as number)),
  );
}

/** Smallest part of a grid that covers another grid; null when they do not overlap. */
export function boxAroundGrid(full: Grid, other: Grid): GridBox | null {
  const toLps = voxelToLps(other);
  const toVoxel = lpsToVoxel(full);
  const low = [Infinity, Infinity, Infinity];
  const high = [-Infinity, -Infinity, -Infinity];
  for (let corner = 0; corner < 8; corner++) {
    const end = (axis: 0 | 1 | 2): number => (corner & (1 << axis) ? other.size[axis] - 0.5 : -0.5);
    const voxel = applyAffine(toVoxel, applyAffine(toLps, [end(0), end(1), end(2)]));
    voxel.forEach((value, axis) => {
      low[axis] = Math.min(low[axis] as number, Math.floor(value));
      high[axis] = Math.max(high[axis] as number, Math.ceil(value));
    });
  }
  return clippedBox(full, low, high);
}

/** Copy of the part of a full-size array that lies in a box. */
export function cropData<T extends Float32Array | Uint8Array>(data: T, box: GridBox): T {
  const voxels = voxelCount(box.grid);
  const part = (data instanceof Float32Array ? new Float32Array(voxels) : new Uint8Array(voxels)) as T;
  eachRow(box, (at, from, length) => {
    for (let i = 0; i < length; i++) part[at + i] = data[from + i] as number;
  });
  return part;
}

/** Writes a part back into a full-size array, in place. */
export function pasteData<T extends Float32Array | Uint8Array>(part: T, box: GridBox, target: T): void {
  eachRow(box, (at, to, length) => {
    for (let i = 0; i < length; i++) target[to + i] = part[at + i] as number;
  });
}

/** Mask on the full grid that is empty outside the box. */
export function pasteMask(part: Uint8Array, box: GridBox): Mask {
  const data = new Uint8Array(voxelCount(box.full));
  pasteData(part, box, data);
  return { grid: box.full, data };
}

function clippedBox(full: Grid, low: readonly number[], high: readonly number[]): GridBox | null {
  const first = full.size.map((_, axis) => Math.max(0, low[axis] as number)) as unknown as Vec3;
  const size = full.size.map(
    (count, axis) => Math.min(count - 1, high[axis] as number) - (first[axis] as number) + 1,
  ) as unknown as Vec3;
  if (size.some((count) => count <= 0)) return null;
  return { low: first, full, grid: { ...full, size, originMm: applyAffine(voxelToLps(full), first) } };
}

function widen(mask: Mask, low: number[], high: number[]): void {
  const [columns, rows, slices] = mask.grid.size;
  for (let k = 0, v = 0; k < slices; k++) {
    for (let j = 0; j < rows; j++) {
      for (let i = 0; i < columns; i++, v++) {
        if (mask.data[v] === 0) continue;
        if (i < (low[0] as number)) low[0] = i;
        if (i > (high[0] as number)) high[0] = i;
        if (j < (low[1] as number)) low[1] = j;
        if (j > (high[1] as number)) high[1] = j;
        if (k < (low[2] as number)) low[2] = k;
        if (k > (high[2] as number)) high[2] = k;
      }
    }
  }
}

/** Visits every row: its start in the part, its start in the full array, its length. */
function eachRow(box: GridBox, visit: (part: number, full: number, length: number) => void): void {
  const [columns, rows, slices] = box.grid.size;
  const [fullColumns, fullRows] = box.full.size;
  for (let k = 0; k < slices; k++) {
    for (let j = 0; j < rows; j++) {
      const full = box.low[0] + fullColumns * (box.low[1] + j + fullRows * (box.low[2] + k));
      visit(columns * (j + rows * k), full, columns);
    }
  }
}

import type { Voxels } from './voxels.ts';
import type { SlicePlane } from './slice-plane.ts';
import { sliceOriginMm } from './slice-plane.ts';

/** Part of a slice that holds the head, in millimetres from the first pixel: across, down. */
export interface ContentBox {
  readonly centreMm: readonly [number, number];
  readonly sizeMm: readonly [number, number];
}

type Range = readonly [number, number];

const samplesPerAxis = 72;
const marginMm = 6;
/** A plane of voxels belongs to the head when at least this share of it is brighter than air. */
const leastShare = 0.012;
const airFraction = 0.14;

const ranges = new WeakMap<Voxels, readonly [Range, Range, Range]>();

/** Where the head lies within the slices of a volume, so that the first view fills the pane with it and not with air. */
export function contentBox(voxels: Voxels, plane: SlicePlane): ContentBox {
  const found = ranges.get(voxels) ?? findRanges(voxels);
  ranges.set(voxels, found);
  const along = (part: 'across' | 'down', count: number, spacing: number): [number, number] => {
    const { axis, sign } = plane[part];
    const [low, high] = found[axis];
    const [from, to] = sign > 0 ? [low, high] : [count - 1 - high, count - 1 - low];
    const [start, end] = [from * spacing - marginMm, to * spacing + marginMm];
    return [(start + end) / 2, end - start];
  };
  const across = along('across', plane.columns, plane.columnSpacingMm);
  const down = along('down', plane.rows, plane.rowSpacingMm);
  return { centreMm: [across[0], down[0]], sizeMm: [across[1], down[1]] };
}

/** LPS position of a point of a slice, given in millimetres from its first pixel. */
export function pointOfSliceMm(
  voxels: Voxels,
  plane: SlicePlane,
  index: number,
  placeMm: readonly [number, number],
): [number, number, number] {
  const origin = sliceOriginMm(voxels.reference.grid, plane, index);
  const at = (k: 0 | 1 | 2): number =>
    origin[k] + placeMm[0] * plane.acrossDirection[k] + placeMm[1] * plane.downDirection[k];
  return [at(0), at(1), at(2)];
}

/** Along each axis of the grid: first and last index of the head. */
function findRanges({ data, reference }: Voxels): readonly [Range, Range, Range] {
  const [columns, rows, slices] = reference.grid.size;
  const step = (count: number): number => Math.max(1, Math.floor(count / samplesPerAxis));
  const steps = [step(columns), step(rows), step(slices)] as const;
  const counts = [new Float64Array(columns), new Float64Array(rows), new Float64Array(slices)] as const;
  const limit = brightness(data, reference.displayRange);
  for (let z = 0; z < slices; z += steps[2]) {
    for (let y = 0; y < rows; y += steps[1]) {
      const row = columns * (y + rows * z);
      for (let x = 0; x < columns; x += steps[0]) {
        if ((data[row + x] as number) <= limit) continue;
        counts[0][x] = (counts[0][x] as number) + 1;
        counts[1][y] = (counts[1][y] as number) + 1;
        counts[2][z] = (counts[2][z] as number) + 1;
      }
    }
  }
  const samples = steps.map((size, axis) => Math.ceil(reference.grid.size[axis as 0 | 1 | 2] / size));
  const range = (axis: 0 | 1 | 2): Range => {
    const others = samples.reduce((product, count, k) => (k === axis ? product : product * count), 1);
    return outer(counts[axis], leastShare * others, steps[axis]);
  };
  return [range(0), range(1), range(2)];
}

function brightness(data: Float32Array | Uint8Array, [, high]: readonly [number, number]): number {
  let lowest = Infinity;
  for (let i = 0; i < data.length; i += 97) lowest = Math.min(lowest, data[i] as number);
  return lowest + airFraction * (high - lowest);
}

function outer(counts: Float64Array, least: number, step: number): Range {
  const first = counts.findIndex((count) => count > least);
  if (first < 0) return [0, counts.length - 1];
  const last = counts.findLastIndex((count) => count > least);
  return [Math.max(0, first - step), Math.min(counts.length - 1, last + step)];
}

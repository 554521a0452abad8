import { applyAffine } from '../base/affine.ts';
import { voxelToLps, type Grid } from '../base/grid.ts';
import type { Vec3 } from '../base/vector.ts';
import type { Mask } from '../base/volume.ts';

/** A block of voxels: first and last index along every axis, both inside. */
export interface VoxelBox {
  readonly low: Vec3;
  readonly high: Vec3;
}

/** Smallest box that holds every voxel that is not 0; null when there is none. */
export function boundingBox(inside: Uint8Array, size: Vec3): VoxelBox | null {
  const [nx, ny, nz] = size;
  const low: [number, number, number] = [nx, ny, nz];
  const high: [number, number, number] = [-1, -1, -1];
  for (let k = 0, v = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      for (let i = 0; i < nx; i++, v++) {
        if (inside[v] === 0) continue;
        if (i < low[0]) low[0] = i;
        if (i > high[0]) high[0] = i;
        if (j < low[1]) low[1] = j;
        if (j > high[1]) high[1] = j;
        if (k < low[2]) low[2] = k;
        high[2] = k;
      }
    }
  }
  return high[2] < 0 ? null : { low, high };
}

/** A box with `margin` voxels more on every side, kept within the grid. */
export function growBox(box: VoxelBox, margin: number, size: Vec3): VoxelBox {
  const grow = (axis: 0 | 1 | 2): [number, number] => [
    Math.max(0, box.low[axis] - margin),
    Math.min(size[axis] - 1, box.high[axis] + margin),
  ];
  const [x, y, z] = [grow(0), grow(1), grow(2)];
  return { low: [x[0], y[0], z[0]], high: [x[1], y[1], z[1]] };
}

/** The grid of a box of another grid's voxels. */
export function cropGrid(grid: Grid, box: VoxelBox): Grid {
  const extent = (axis: 0 | 1 | 2): number => box.high[axis] - box.low[axis] + 1;
  const originMm = applyAffine(voxelToLps(grid), box.low);
  return { ...grid, size: [extent(0), extent(1), extent(2)], originMm };
}

/** The part of a mask inside a box. */
export function cropMask(mask: Mask, box: VoxelBox): Mask {
  const grid = cropGrid(mask.grid, box);
  const data = new Uint8Array(grid.size[0] * grid.size[1] * grid.size[2]);
  copyBox(mask.data, mask.grid.size, box, data);
  return { grid, data };
}

/** Copies the voxels of a box, columns fastest, into `out`. */
export function copyBox<T extends Uint8Array | Float32Array | Float64Array>(
  data: Uint8Array | Float32Array,
  size: Vec3,
  box: VoxelBox,
  out: T,
): T {
  const columns = box.high[0] - box.low[0] + 1;
  let to = 0;
  for (let k = box.low[2]; k <= box.high[2]; k++) {
    for (let j = box.low[1]; j <= box.high[1]; j++) {
      const start = box.low[0] + size[0] * (j + size[1] * k);
      out.set(data.subarray(start, start + columns), to);
      to += columns;
    }
  }
  return out;
}

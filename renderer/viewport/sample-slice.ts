import { applyAffine } from '../../electron/core/base/affine.ts';
import { lpsToVoxel, sameGrid, type Grid } from '../../electron/core/base/grid.ts';
import { add, scale, subtract, type Vec3 } from '../../electron/core/base/vector.ts';
import { cutSlice } from './cut-slice.ts';
import { sliceOriginMm, type SlicePlane } from './slice-plane.ts';
import type { Voxels } from './voxels.ts';

/**
 * Values of a volume at the pixels of one slice of an image in the same space: the very voxels where both share a grid, else
 * trilinear samples.
 *
 * @param grid of the image that the slice is cut from
 * @returns one value per pixel, row by row; NaN beyond the volume and where most of what is around holds no value
 */
export function sampleSlice(
  { data, reference }: Voxels,
  grid: Grid,
  plane: SlicePlane,
  index: number,
): ArrayLike<number> {
  if (sameGrid(reference.grid, grid)) return cutSlice(data, reference.grid, plane, index);
  const toVoxel = lpsToVoxel(reference.grid);
  const corner = sliceOriginMm(grid, plane, index);
  const start = applyAffine(toVoxel, corner);
  const stepOf = (directionMm: Vec3): Vec3 => subtract(applyAffine(toVoxel, add(corner, directionMm)), start);
  const across = stepOf(scale(plane.acrossDirection, plane.columnSpacingMm));
  const down = stepOf(scale(plane.downDirection, plane.rowSpacingMm));
  const valueAt = knownSampler(data, reference.grid.size);
  const out = new Float32Array(plane.columns * plane.rows);
  for (let row = 0, at = 0; row < plane.rows; row++) {
    const [x, y, z] = add(start, scale(down, row));
    for (let column = 0; column < plane.columns; column++) {
      out[at++] = valueAt(x + across[0] * column, y + across[1] * column, z + across[2] * column);
    }
  }
  return out;
}

/** A voxel reaches half a spacing beyond its centre. */
const reachVoxel = 0.5;
const leastKnown = 0.5;

/** Reads a volume between its voxel centres, from the voxels that hold a value. */
function knownSampler(data: Voxels['data'], size: Vec3): (x: number, y: number, z: number) => number {
  const [columns, rows, slices] = size;
  const [lastX, lastY, lastZ] = [columns - 1, rows - 1, slices - 1];
  const slice = columns * rows;
  return (x, y, z) => {
    if (!(x >= -reachVoxel && y >= -reachVoxel && z >= -reachVoxel)) return NaN;
    if (x > lastX + reachVoxel || y > lastY + reachVoxel || z > lastZ + reachVoxel) return NaN;
    const cx = within(x, lastX);
    const cy = within(y, lastY);
    const cz = within(z, lastZ);
    const i = Math.floor(cx);
    const j = Math.floor(cy);
    const k = Math.floor(cz);
    const right = i < lastX ? 1 : 0;
    const below = j < lastY ? columns : 0;
    const behind = k < lastZ ? slice : 0;
    const at = i + columns * j + slice * k;
    let [sum, known] = [0, 0];
    for (let corner = 0; corner < 8; corner++) {
      const weight =
        (corner & 1 ? cx - i : 1 - cx + i) * (corner & 2 ? cy - j : 1 - cy + j) * (corner & 4 ? cz - k : 1 - cz + k);
      const value = data[
        at + (corner & 1 ? right : 0) + (corner & 2 ? below : 0) + (corner & 4 ? behind : 0)
      ] as number;
      if (Number.isNaN(value)) continue;
      sum += weight * value;
      known += weight;
    }
    return known >= leastKnown ? sum / known : NaN;
  };
}

function within(place: number, last: number): number {
  return place < 0 ? 0 : place > last ? last : place;
}

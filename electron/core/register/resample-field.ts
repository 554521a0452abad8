import type { Affine } from '../base/affine.ts';
import { voxelCount, voxelToVoxel, type Grid } from '../base/grid.ts';
import type { Vec3 } from '../base/vector.ts';
import { isAligned, resampleAligned } from './resample-aligned.ts';

/** A scalar field on a grid, columns fastest; unlike a Volume it need not be an image (for example a signed distance). */
export interface Field {
  readonly grid: Grid;
  readonly data: Float32Array;
}

/**
 * Trilinear samples of a field at the voxel centres of another grid.
 *
 * A voxel reaches half a spacing beyond its centre: within that rim the edge value holds, beyond it `outside`.
 * No smoothing: a field that is much finer than the target must be smoothed first (see prepare-for-registration.ts).
 *
 * @param targetToMoving rigid or affine map of LPS millimetres, from the target's space to the field's
 * @param outside value of target voxels that lie outside the field
 * @returns values in the target's voxel order
 */
export function resampleField(moving: Field, target: Grid, targetToMoving: Affine, outside = 0): Float32Array {
  const m = voxelToVoxel(target, moving.grid, targetToMoving).map(cleanRounding);
  if (isAligned(m)) return resampleAligned({ data: moving.data, size: moving.grid.size }, target, m, outside);
  const out = new Float32Array(voxelCount(target));
  const [columns, rows, slices] = target.size;
  const sample = trilinearSampler(moving.data, moving.grid.size, outside);
  const [mxx, mxy, mxz, mx, myx, myy, myz, my, mzx, mzy, mzz, mz] = m as unknown as Row12;
  let index = 0;
  for (let k = 0; k < slices; k++) {
    for (let j = 0; j < rows; j++) {
      const x = mxy * j + mxz * k + mx;
      const y = myy * j + myz * k + my;
      const z = mzy * j + mzz * k + mz;
      for (let i = 0; i < columns; i++) out[index++] = sample(x + mxx * i, y + myx * i, z + mzx * i);
    }
  }
  return out;
}

type Row12 = readonly [number, number, number, number, number, number, number, number, number, number, number, number];

/**
 * Function that reads a field between its voxel centres.
 *
 * @param outside value beyond half a voxel outside the outermost centres
 * @returns sampler of (column, row, slice), fractional voxel coordinates
 */
export function trilinearSampler(
  data: Float32Array,
  size: Vec3,
  outside: number,
): (x: number, y: number, z: number) => number {
  const [nx, ny, nz] = size;
  const [lastX, lastY, lastZ] = [nx - 1, ny - 1, nz - 1];
  const [limitX, limitY, limitZ] = [nx - 0.5, ny - 0.5, nz - 0.5];
  const slice = nx * ny;
  return (x, y, z) => {
    if (!(x >= -0.5 && y >= -0.5 && z >= -0.5 && x <= limitX && y <= limitY && z <= limitZ)) return outside;
    const cx = x < 0 ? 0 : x > lastX ? lastX : x;
    const cy = y < 0 ? 0 : y > lastY ? lastY : y;
    const cz = z < 0 ? 0 : z > lastZ ? lastZ : z;
    const i = Math.floor(cx);
    const j = Math.floor(cy);
    const k = Math.floor(cz);
    const fx = cx - i;
    const fy = cy - j;
    const fz = cz - k;
    const dx = i < lastX ? 1 : 0;
    const dy = j < lastY ? nx : 0;
    const dz = k < lastZ ? slice : 0;
    const at = i + nx * j + slice * k;
    const up = at + dz;
    const near0 = along(data[at] as number, data[at + dx] as number, fx);
    const near1 = along(data[at + dy] as number, data[at + dx + dy] as number, fx);
    const far0 = along(data[up] as number, data[up + dx] as number, fx);
    const far1 = along(data[up + dy] as number, data[up + dx + dy] as number, fx);
    return along(along(near0, near1, fy), along(far0, far1, fy), fz);
  };
}

function along(from: number, to: number, fraction: number): number {
  return from + fraction * (to - from);
}

/** Rounding of composed matrices would move exact voxel centres past an edge by 1e-13; a billionth of a voxel is noise. */
function cleanRounding(value: number): number {
  const nearest = Math.round(value * 1e9) / 1e9;
  return nearest === 0 ? 0 : nearest;
}

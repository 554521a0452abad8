import { applyLinear, identityAffine, type Affine } from '../base/affine.ts';
import { voxelToVoxel, type Grid } from '../base/grid.ts';
import type { Vec3 } from '../base/vector.ts';
import type { Volume } from '../base/volume.ts';
import { withinGrid, type VectorField } from './displacement-field.ts';
import { resampleField, trilinearSampler } from './resample-field.ts';

/** Shorter displacements than this, in voxels of their grid, leave a value as it is. */
const stillVoxel = 1e-3;

/**
 * A scan as it looks after a displacement, at its own resolution: a voxel at x shows what lies at x + u(x). What nothing moves
 * keeps its value bit for bit, so that texture is lost nowhere else.
 *
 * @param back from where things will lie to where they lie now; on a grid of its own, outside of which nothing moves
 */
export function leadImage(scan: Volume, back: VectorField): Volume {
  const { grid } = scan;
  const toField = voxelToVoxel(grid, back.grid, identityAffine);
  const along = back.along.map((part) => trilinearSampler(part, back.grid.size, 0));
  const [alongX, alongY, alongZ] = along as [Sampler, Sampler, Sampler];
  const turn = voxelToVoxel(back.grid, grid, identityAffine);
  const sample = trilinearSampler(scan.data, grid.size, 0);
  const data = Float32Array.from(scan.data);
  const [columns, rows, slices] = grid.size;
  for (let k = 0, v = 0; k < slices; k++) {
    for (let j = 0; j < rows; j++) {
      const [x0, y0, z0] = rowStart(toField, j, k);
      for (let i = 0; i < columns; i++, v++) {
        const x = x0 + (toField[0] as number) * i;
        const y = y0 + (toField[4] as number) * i;
        const z = z0 + (toField[8] as number) * i;
        const [ux, uy, uz] = [alongX(x, y, z), alongY(x, y, z), alongZ(x, y, z)];
        if (Math.abs(ux) + Math.abs(uy) + Math.abs(uz) < stillVoxel) continue;
        const [a, b, c] = applyLinear(turn, ux, uy, uz);
        data[v] = sample(withinGrid(i + a, columns), withinGrid(j + b, rows), withinGrid(k + c, slices));
      }
    }
  }
  return { grid, data };
}

type Sampler = (x: number, y: number, z: number) => number;

function rowStart(m: Affine, j: number, k: number): Vec3 {
  const row = (n: number): number => (m[n + 1] as number) * j + (m[n + 2] as number) * k + (m[n + 3] as number);
  return [row(0), row(4), row(8)];
}

/** A displacement on a finer grid of the same space, trilinear; its vectors count in voxels of the finer grid from then on. */
export function refineField(field: VectorField, fine: Grid): VectorField {
  const turn = voxelToVoxel(field.grid, fine, identityAffine);
  const finer = (part: Float32Array): Float32Array =>
    resampleField({ grid: field.grid, data: part }, fine, identityAffine);
  const along = [finer(field.along[0]), finer(field.along[1]), finer(field.along[2])] as const;
  const [x, y, z] = along;
  for (let v = 0; v < x.length; v++) {
    const vector = applyLinear(turn, x[v] as number, y[v] as number, z[v] as number);
    for (const axis of [0, 1, 2] as const) along[axis][v] = vector[axis];
  }
  return { grid: fine, along };
}

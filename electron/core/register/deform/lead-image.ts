import { applyLinear, identityAffine } from '../../base/affine.ts';
import { voxelToVoxel, type Grid } from '../../base/grid.ts';
import type { Volume } from '../../base/volume.ts';
import { withinGrid, type VectorField } from './displacement-field.ts';
import { markCells, visitMarked } from './marked-cells.ts';
import { resampleField, trilinearSampler } from '../resample-field.ts';
import { vectorSampler } from './vector-sampler.ts';

/** Shorter displacements than this, in voxels of their grid, leave a value as it is. */
const stillVoxel = 5e-3;

/**
 * A scan as it looks after a displacement, at its own resolution: a voxel at x shows what lies at x + u(x). What nothing moves
 * keeps its value bit for bit, so that texture is lost nowhere else.
 *
 * @param back from where things will lie to where they lie now; on a grid of its own, outside of which nothing moves
 */
export function leadImage(scan: Volume, back: VectorField): Volume {
  const { grid } = scan;
  const [along, rows, slices] = back.along;
  const cells = markCells(back.grid.size, (v) => {
    return Math.abs(along[v] as number) + Math.abs(rows[v] as number) + Math.abs(slices[v] as number) >= stillVoxel;
  });
  const vectorAt = vectorSampler(back.along, back.grid.size);
  const found = new Float64Array(3);
  const turn = voxelToVoxel(back.grid, grid, identityAffine);
  const sample = trilinearSampler(scan.data, grid.size, 0);
  const data = scan.data.slice();
  const [nx, ny, nz] = grid.size;
  visitMarked(grid, back.grid, cells, ([v, i, j, k], x, y, z) => {
    vectorAt(x, y, z, found);
    const ux = found[0] as number;
    const uy = found[1] as number;
    const uz = found[2] as number;
    if (Math.abs(ux) + Math.abs(uy) + Math.abs(uz) < stillVoxel) return;
    const [a, b, c] = applyLinear(turn, ux, uy, uz);
    data[v] = sample(withinGrid(i + a, nx), withinGrid(j + b, ny), withinGrid(k + c, nz));
  });
  return { grid, data };
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

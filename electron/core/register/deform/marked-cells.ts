import { identityAffine } from '../../base/affine.ts';
import { voxelToVoxel, type Grid } from '../../base/grid.ts';
import type { Vec3 } from '../../base/vector.ts';

/**
 * Marks the cells of a grid where something is to be done: a cell is the cube between eight neighbouring voxel centres, and goes
 * by the number of its first voxel. It is marked when one of its corners is.
 *
 * @param isMarked of a voxel
 */
export function markCells(size: Vec3, isMarked: (voxel: number) => boolean): Uint8Array {
  const [columns, rows, slices] = size;
  const cells = new Uint8Array(columns * rows * slices);
  for (let k = 0, v = 0; k < slices; k++) {
    for (let j = 0; j < rows; j++) {
      for (let i = 0; i < columns; i++, v++) {
        if (!isMarked(v)) continue;
        for (let c = k > 0 ? -1 : 0; c <= 0; c++) {
          for (let b = j > 0 ? -1 : 0; b <= 0; b++) {
            const line = v + columns * (b + rows * c);
            cells[line] = 1;
            if (i > 0) cells[line - 1] = 1;
          }
        }
      }
    }
  }
  return cells;
}

/** Receives a voxel of the fine grid and its place in the coarse one, in fractional voxels. */
export type VisitVoxel = (
  fine: readonly [voxel: number, column: number, row: number, slice: number],
  x: number,
  y: number,
  z: number,
) => void;

/**
 * Visits every voxel of a grid that lies in a marked cell of another grid of the same space, where a sampler of that grid has a
 * value; what lies elsewhere costs almost nothing. The first argument is one array that is filled anew for every voxel.
 */
export function visitMarked(fine: Grid, coarse: Grid, cells: Uint8Array, visit: VisitVoxel): void {
  const [columns, rows, slices] = fine.size;
  const [nx, ny, nz] = coarse.size;
  const m = voxelToVoxel(fine, coarse, identityAffine) as unknown as Row12;
  const place: [number, number, number, number] = [0, 0, 0, 0];
  for (let k = 0; k < slices; k++) {
    for (let j = 0; j < rows; j++) {
      const [x0, y0, z0] = [m[1] * j + m[2] * k + m[3], m[5] * j + m[6] * k + m[7], m[9] * j + m[10] * k + m[11]];
      const line = columns * (j + rows * k);
      for (let i = 0; i < columns; i++) {
        const [x, y, z] = [x0 + m[0] * i, y0 + m[4] * i, z0 + m[8] * i];
        if (x < -0.5 || y < -0.5 || z < -0.5 || x > nx - 0.5 || y > ny - 0.5 || z > nz - 0.5) continue;
        const cell = firstVoxel(x, nx) + nx * (firstVoxel(y, ny) + ny * firstVoxel(z, nz));
        if (cells[cell] === 0) continue;
        place[0] = line + i;
        place[1] = i;
        place[2] = j;
        place[3] = k;
        visit(place, x, y, z);
      }
    }
  }
}

type Row12 = readonly [number, number, number, number, number, number, number, number, number, number, number, number];

function firstVoxel(at: number, count: number): number {
  const below = at < 0 ? 0 : Math.floor(at);
  return below > count - 1 ? count - 1 : below;
}

import { applyAffine, identityAffine } from '../base/affine.ts';
import { lpsToVoxel, voxelCount, voxelToVoxel, type Grid } from '../base/grid.ts';
import type { VectorField } from './displacement-field.ts';

/** A displacement as a cubic B-spline: one vector at every node of a lattice. */
export interface BSpline {
  /** The nodes. */
  readonly lattice: Grid;
  /** LPS millimetres: the first component of every node, columns fastest, then the second, then the third. */
  readonly coefficientsMm: Float32Array;
}

/**
 * A B-spline displacement at the voxels of a grid. Beyond the lattice, where a point has no four nodes along every axis, nothing
 * moves.
 *
 * @returns vectors in voxels of the grid
 * @see Rueckert et al., IEEE TMI 18:712 (1999)
 */
export function bSplineField({ lattice, coefficientsMm }: BSpline, grid: Grid): VectorField {
  const nodes = voxelCount(lattice);
  const toLattice = voxelToVoxel(grid, lattice, identityAffine);
  const turn = lpsToVoxel(grid);
  const along = [0, 1, 2].map(() => new Float32Array(voxelCount(grid))) as [Float32Array, Float32Array, Float32Array];
  const [columns, rows, slices] = grid.size;
  const sum = new Float64Array(3);
  for (let k = 0, v = 0; k < slices; k++) {
    for (let j = 0; j < rows; j++) {
      for (let i = 0; i < columns; i++, v++) {
        sum.fill(0);
        addNodes(applyAffine(toLattice, [i, j, k]), lattice, (node, weight) => {
          for (let axis = 0; axis < 3; axis++) {
            sum[axis] = (sum[axis] as number) + weight * (coefficientsMm[axis * nodes + node] as number);
          }
        });
        for (const axis of [0, 1, 2] as const) {
          const row = 4 * axis;
          along[axis][v] = [0, 1, 2].reduce((total, n) => total + (turn[row + n] as number) * (sum[n] as number), 0);
        }
      }
    }
  }
  return { grid, along };
}

/** Hands over the 64 nodes round a point with their weights; none where some lie beyond the lattice. */
function addNodes(
  [x, y, z]: readonly [number, number, number],
  { size }: Grid,
  add: (node: number, weight: number) => void,
): void {
  const within = (at: number, count: number): boolean => at >= 1 && at <= count - 2;
  if (!(within(x, size[0]) && within(y, size[1]) && within(z, size[2]))) return;
  const [fx, fy, fz] = [nodeBefore(x, size[0]), nodeBefore(y, size[1]), nodeBefore(z, size[2])];
  const [wx, wy, wz] = [weights(x - fx), weights(y - fy), weights(z - fz)];
  for (let c = 0; c < 4; c++) {
    for (let b = 0; b < 4; b++) {
      const line = fx - 1 + size[0] * (fy - 1 + b + size[1] * (fz - 1 + c));
      const weight = (wy[b] as number) * (wz[c] as number);
      for (let a = 0; a < 4; a++) add(line + a, weight * (wx[a] as number));
    }
  }
}

/** The second of the four nodes round a point; at the far end of the lattice's domain the point lies on the third. */
function nodeBefore(at: number, count: number): number {
  return Math.min(Math.floor(at), count - 3);
}

/** Cubic B-spline at the four nodes round a point a fraction behind the second of them. */
function weights(t: number): readonly [number, number, number, number] {
  const [square, cube] = [t * t, t * t * t];
  return [(1 - t) ** 3 / 6, (3 * cube - 6 * square + 4) / 6, (-3 * cube + 3 * square + 3 * t + 1) / 6, cube / 6];
}

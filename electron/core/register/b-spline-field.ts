import { applyAffine, applyLinear, identityAffine } from '../base/affine.ts';
import { lpsToVoxel, voxelCount, voxelToVoxel, type Grid } from '../base/grid.ts';
import type { Vec3 } from '../base/vector.ts';
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
export function bSplineField(spline: BSpline, grid: Grid): VectorField {
  const displacementMm = displacementOf(spline);
  const toLattice = voxelToVoxel(grid, spline.lattice, identityAffine);
  const turn = lpsToVoxel(grid);
  const along = [0, 1, 2].map(() => new Float32Array(voxelCount(grid))) as [Float32Array, Float32Array, Float32Array];
  const [columns, rows, slices] = grid.size;
  for (let k = 0, v = 0; k < slices; k++) {
    for (let j = 0; j < rows; j++) {
      for (let i = 0; i < columns; i++, v++) {
        const [x, y, z] = displacementMm(applyAffine(toLattice, [i, j, k]));
        const vector = applyLinear(turn, x, y, z);
        for (const axis of [0, 1, 2] as const) along[axis][v] = vector[axis];
      }
    }
  }
  return { grid, along };
}

const still: Vec3 = [0, 0, 0];

/** Displacement in millimetres at a place in voxels of the lattice, from the 64 nodes round it; none where some lie beyond. */
function displacementOf({ lattice, coefficientsMm }: BSpline): (place: Vec3) => Vec3 {
  const { size } = lattice;
  const nodes = voxelCount(lattice);
  const within = (at: number, count: number): boolean => at >= 1 && at <= count - 2;
  return ([x, y, z]) => {
    if (!(within(x, size[0]) && within(y, size[1]) && within(z, size[2]))) return still;
    const [fx, fy, fz] = [nodeBefore(x, size[0]), nodeBefore(y, size[1]), nodeBefore(z, size[2])];
    const [w0, w1, w2, w3] = weights(x - fx);
    const [wy, wz] = [weights(y - fy), weights(z - fz)];
    const alongLine = (n: number): number =>
      w0 * (coefficientsMm[n] as number) +
      w1 * (coefficientsMm[n + 1] as number) +
      w2 * (coefficientsMm[n + 2] as number) +
      w3 * (coefficientsMm[n + 3] as number);
    let [ux, uy, uz] = [0, 0, 0];
    for (let c = 0; c < 4; c++) {
      for (let b = 0; b < 4; b++) {
        const line = fx - 1 + size[0] * (fy - 1 + b + size[1] * (fz - 1 + c));
        const weight = (wy[b] as number) * (wz[c] as number);
        ux += weight * alongLine(line);
        uy += weight * alongLine(nodes + line);
        uz += weight * alongLine(2 * nodes + line);
      }
    }
    return [ux, uy, uz];
  };
}

/** The second of the four nodes round a point; at the far end of the lattice's domain the point lies on the third. */
function nodeBefore(at: number, count: number): number {
  return Math.min(Math.floor(at), count - 3);
}

/** Cubic B-spline at the four nodes round a point a fraction behind the second of them. */
function weights(t: number): readonly [number, number, number, number] {
  const [square, cube, rest] = [t * t, t * t * t, 1 - t];
  return [
    (rest * rest * rest) / 6,
    (3 * cube - 6 * square + 4) / 6,
    (-3 * cube + 3 * square + 3 * t + 1) / 6,
    cube / 6,
  ];
}

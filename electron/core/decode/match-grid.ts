import { applyAffine, composeAffine, type Affine } from '../base/affine.ts';
import { lpsToVoxel, voxelToLps, type Grid } from '../base/grid.ts';
import { length, subtract, type Vec3 } from '../base/vector.ts';
import type { Mask } from '../base/volume.ts';

/** How the voxels of one grid lie among those of another that shares its lattice. */
export interface LatticeMatch {
  /** Whole-number map from voxels of the first grid to voxels of the second. */
  readonly fromToInto: Affine;
  /** Largest distance between a corner voxel and the lattice point that it is taken for. */
  readonly distanceMm: number;
}

/**
 * Finds the turn of axes and the whole-voxel shift that lay one grid on another.
 *
 * @returns null when spacing or directions differ by more than rounding, so that no such turn exists
 */
export function matchLattice(from: Grid, into: Grid): LatticeMatch | null {
  const exact = composeAffine(lpsToVoxel(into), voxelToLps(from));
  const fromToInto = exact.map(Math.round);
  const linear = [0, 1, 2, 4, 5, 6, 8, 9, 10];
  const isTurn = linear.every((k) => Math.abs((exact[k] ?? 0) - (fromToInto[k] ?? 0)) < 0.02);
  const isRegular = [0, 1, 2].every(
    (r) =>
      Math.abs(fromToInto[4 * r] ?? 0) + Math.abs(fromToInto[4 * r + 1] ?? 0) + Math.abs(fromToInto[4 * r + 2] ?? 0) ===
      1,
  );
  if (!isTurn || !isRegular) return null;
  const [toLps, intoLps] = [voxelToLps(from), voxelToLps(into)];
  const gaps = corners(from).map((corner) =>
    length(subtract(applyAffine(toLps, corner), applyAffine(intoLps, applyAffine(fromToInto, corner)))),
  );
  return { fromToInto, distanceMm: Math.max(...gaps) };
}

/**
 * Copies a mask voxel by voxel to a grid that shares its lattice.
 *
 * @returns null when a voxel of the mask would fall outside the grid
 */
export function layMaskOn(mask: Mask, into: Grid, { fromToInto }: LatticeMatch): Mask | null {
  const data = new Uint8Array(into.size[0] * into.size[1] * into.size[2]);
  const [columns, rows, slices] = mask.grid.size;
  let index = 0;
  for (let k = 0; k < slices; k++) {
    for (let j = 0; j < rows; j++) {
      for (let i = 0; i < columns; i++, index++) {
        if (mask.data[index] === 0) continue;
        const [x, y, z] = applyAffine(fromToInto, [i, j, k]);
        const isInside = x >= 0 && y >= 0 && z >= 0 && x < into.size[0] && y < into.size[1] && z < into.size[2];
        if (!isInside) return null;
        data[x + into.size[0] * (y + into.size[1] * z)] = 1;
      }
    }
  }
  return { grid: into, data };
}

/** Distance in millimetres between the nearest corners of two grids, worst corner; how far one lies from the other. */
export function gridDistanceMm(a: Grid, b: Grid): number {
  const [cornersA, cornersB] = [a, b].map((grid) => corners(grid).map((c) => applyAffine(voxelToLps(grid), c)));
  const nearest = (cornersA ?? []).map((p) => Math.min(...(cornersB ?? []).map((q) => length(subtract(p, q)))));
  return Math.max(...nearest);
}

function corners(grid: Grid): readonly Vec3[] {
  const [x, y, z] = grid.size.map((n) => n - 1) as unknown as Vec3;
  return Array.from({ length: 8 }, (_, k): Vec3 => [k & 1 ? x : 0, k & 2 ? y : 0, k & 4 ? z : 0]);
}

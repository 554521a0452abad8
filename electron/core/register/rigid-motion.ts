import type { Affine } from '../base/affine.ts';
import { applyAffine, composeAffine } from '../base/affine.ts';
import type { Grid } from '../base/grid.ts';
import type { Vec3 } from '../base/vector.ts';
import { subtract } from '../base/vector.ts';

/**
 * Rotation about a centre, then a shift. The rotation turns about y first, then x, then z (the Euler angles of ITK's
 * Euler3DTransform with ComputeZYX off).
 *
 * @param anglesRad about x, y, z
 * @returns map of LPS millimetres: point -> R (point - centre) + centre + shift
 */
export function rigidMotion(anglesRad: Vec3, centreMm: Vec3, shiftMm: Vec3): Affine {
  const [cx, cy, cz] = [Math.cos(anglesRad[0]), Math.cos(anglesRad[1]), Math.cos(anglesRad[2])];
  const [sx, sy, sz] = [Math.sin(anglesRad[0]), Math.sin(anglesRad[1]), Math.sin(anglesRad[2])];
  const aroundX: Affine = [1, 0, 0, 0, 0, cx, -sx, 0, 0, sx, cx, 0];
  const aroundY: Affine = [cy, 0, sy, 0, 0, 1, 0, 0, -sy, 0, cy, 0];
  const aroundZ: Affine = [cz, -sz, 0, 0, sz, cz, 0, 0, 0, 0, 1, 0];
  const rotation = composeAffine(aroundZ, composeAffine(aroundX, aroundY));
  const turnedCentre = applyAffine(rotation, centreMm);
  const shift = [0, 1, 2].map((k) => (centreMm[k] ?? 0) + (shiftMm[k] ?? 0) - (turnedCentre[k] ?? 0));
  return rotation.map((value, n) => (n % 4 === 3 ? (shift[(n - 3) / 4] ?? 0) : value));
}

/** The same voxels in another place: a grid moved by a rigid map of its space. */
export function moveGrid(grid: Grid, motion: Affine): Grid {
  const origin: Vec3 = [0, 0, 0];
  const turn = (direction: Vec3): Vec3 => subtract(applyAffine(motion, direction), applyAffine(motion, origin));
  const [u, v, w] = grid.directions;
  return { ...grid, originMm: applyAffine(motion, grid.originMm), directions: [turn(u), turn(v), turn(w)] };
}

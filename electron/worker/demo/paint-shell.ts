import { cavityDistanceMm, fissureEdgeDistanceMm, tentoriumHeightMm } from './brain-outline.ts';
import type { Painter } from './materials.ts';
import type { NoiseField } from './noise-field.ts';
import { coverage, ellipsoid, ellipsoidDistanceMm, smoothStep, smoothUnion, tube, tubeDistanceMm } from './shapes.ts';

const face = ellipsoid([0, -36, -62], [59, 61, 66]);
const neck = ellipsoid([0, 18, -125], [58, 66, 92]);
const nose = tube([0, -92, -30, 6], [0, -103, -66, 10]);
const ear = ellipsoid([75, 14, -28], [4, 12, 21]);
const eye = ellipsoid([31, -74, -33], [12, 12, 12]);

/** Distances that every layer of one voxel needs; `a` is the distance from the midline. */
export interface ShellPoint {
  readonly a: number;
  readonly y: number;
  readonly z: number;
  /** To the inner table of the skull, negative inside. */
  readonly cavityMm: number;
  /** To the skin, negative inside. */
  readonly skinMm: number;
}

/** Measures a point against skin and skull. */
export function shellPoint(a: number, y: number, z: number): ShellPoint {
  const cavityMm = cavityDistanceMm(a, y, z);
  if (cavityMm < -6) return { a, y, z, cavityMm, skinMm: cavityMm - 14 };
  const lower = smoothUnion(ellipsoidDistanceMm(a, y, z, face), ellipsoidDistanceMm(a, y, z, neck), 20);
  const head = smoothUnion(smoothUnion(cavityMm - 13.5, lower, 14), tubeDistanceMm(a, y, z, nose), 12);
  const lids = smoothUnion(head, ellipsoidDistanceMm(a, y, z, eye) - 2, 5);
  return { a, y, z, cavityMm, skinMm: smoothUnion(lids, ellipsoidDistanceMm(a, y, z, ear), 8) };
}

/** Paints skin, fat, muscle and bone, and fills the cavity with fluid. */
export function paintShell(painter: Painter, point: ShellPoint, fine: NoiseField, coarse: NoiseField): void {
  const { a, y, z, cavityMm, skinMm } = point;
  painter.paint('skin', coverage(skinMm));
  painter.paint('fat', coverage(skinMm + 1.8, 0.8));
  const lump = coarse(a, y, z);
  if (z < 25) {
    const chewing = smoothStep(40, 52, a) * smoothStep(24, 8, z) * smoothStep(14, 0, y) * smoothStep(-72, -60, y);
    const below = smoothStep(10, 16, cavityMm) * smoothStep(-10, -28, z);
    const muscle = Math.max(chewing * coverage(skinMm + 4.5), below * coverage(skinMm + 6 + 3 * lump));
    painter.paint('muscle', muscle * smoothStep(-0.7, -0.2, lump + 0.4 * fine(a, y, z)));
  }
  const thickness = 6.4 + 1.3 * coarse(y, a, z) + 2 * smoothStep(-10, -30, z);
  painter.paint('bone', coverage(Math.max(cavityMm - thickness, skinMm + 2.2)));
  const diploe = Math.max(Math.abs(cavityMm - thickness / 2) - (thickness / 2 - 2), skinMm + 4);
  painter.paint('marrow', 0.8 * coverage(diploe + 0.6 * fine(a, y, z), 0.8));
  if (z < 12 && cavityMm > -2 && skinMm < -0.5) paintFace(painter, point, fine);
  painter.paint('fluid', coverage(cavityMm));
}

const facialBones = ellipsoid([0, -50, -50], [40, 36, 40]);
const orbitFat = ellipsoid([29, -60, -33], [25, 26, 22]);
const lens = ellipsoid([31, -82.5, -33], [4.6, 2.2, 4.6]);
const airSpaces = [
  ellipsoid([24, -66, -62], [13, 16, 16]),
  ellipsoid([5, -68, -60], [7, 26, 19]),
  ellipsoid([7, -32, -36], [8, 12, 8]),
  ellipsoid([7, -60, -34], [8, 20, 9]),
  ellipsoid([9, -91, -6], [10, 3.6, 11]),
  ellipsoid([58, 16, -44], [8, 11, 13]),
];
const jaw = tube([50, -14, -54, 5], [47, -26, -96, 6]);
const opticNerve = tube([30, -62, -33, 1.9], [12, -36, -22, 1.9]);
const eyeMuscle = tube([41, -70, -33, 1.6], [33, -52, -32, 2.2], [14, -38, -25, 1.4]);
const innerEyeMuscle = tube([20, -70, -33, 1.6], [18, -54, -32, 2.2], [12, -38, -25, 1.4]);

function paintFace(painter: Painter, point: ShellPoint, fine: NoiseField): void {
  const { a, y, z, skinMm } = point;
  const bony = ellipsoidDistanceMm(a, y, z, facialBones);
  painter.paint(
    'bone',
    0.5 * coverage(Math.max(bony, skinMm + 6), 3) * smoothStep(-0.3, 0.4, fine(0.6 * a, 0.6 * y, 0.6 * z)),
  );
  let air = Infinity;
  for (const space of airSpaces) air = Math.min(air, ellipsoidDistanceMm(a, y, z, space));
  painter.paint('bone', 0.8 * coverage(air - 1.5));
  // turbinates and septa divide the air
  painter.paint('air', coverage(air) * smoothStep(0.5, 0.1, fine(0.8 * a, 0.35 * y, 0.7 * z)));
  const ramus = tubeDistanceMm(a, y, z, jaw);
  painter.paint('bone', coverage(ramus));
  painter.paint('marrow', coverage(ramus + 2.2));
  if (z > -56 && z < -10 && y < -30 && a < 52) paintOrbit(painter, a, y, z);
}

function paintOrbit(painter: Painter, a: number, y: number, z: number): void {
  const depth = smoothStep(-84, -36, y);
  const axis = 31 - 17 * depth;
  const cone = Math.hypot(a - axis, z + 33 - 9 * depth) - (17 - 13 * depth);
  const orbit = Math.max(cone, ellipsoidDistanceMm(a, y, z, orbitFat), y + 38);
  painter.paint('bone', coverage(orbit - 1.4) * smoothStep(-80, -70, y));
  painter.paint('fat', coverage(orbit));
  painter.paint(
    'muscle',
    coverage(Math.min(tubeDistanceMm(a, y, z, eyeMuscle), tubeDistanceMm(a, y, z, innerEyeMuscle))),
  );
  painter.paint('nucleus', coverage(tubeDistanceMm(a, y, z, opticNerve)));
  const globe = ellipsoidDistanceMm(a, y, z, eye);
  painter.paint('muscle', coverage(globe));
  painter.paint('vitreous', coverage(globe + 1.2));
  painter.paint('lens', coverage(ellipsoidDistanceMm(a, y, z, lens)));
}

const arteries = [
  tube([7, -22, -18, 1.8], [26, -26, -13, 1.5], [37, -24, -6, 1.3], [44, -12, -2, 1.1], [56, 2, 6, 1]),
  tube([6, -22, -18, 1.3], [1.5, -38, -10, 1.3], [1.2, -53, 4, 1.2], [1.2, -44, 26, 1.1], [1.2, -14, 33, 1]),
  tube([0, -9, -44, 1.8], [0, -10, -18, 1.8], [12, 0, -10, 1.2], [18, 16, -6, 1.1]),
  tube([1, 26, 16, 1.5], [0, 38, 6, 2.2], [0, 74, -6, 2.4]),
];

/** Paints dura, falx, tentorium, venous sinuses and the large arteries; `midlineMm` is the signed distance from the falx. */
export function paintMembranes(painter: Painter, point: ShellPoint, midlineMm: number): void {
  const { a, y, z, cavityMm } = point;
  const edge = fissureEdgeDistanceMm(y, z);
  const front = smoothStep(-12, -4, z + 0.3 * Math.max(0, y + 40));
  if (a < 8)
    painter.paint('dura', front * smoothStep(6, 9, edge) * coverage(Math.max(Math.abs(midlineMm) - 0.45, cavityMm)));
  const tent = tentoriumHeightMm(a, y) - 0.6;
  const leaf = Math.max(Math.abs(z - tent) - 0.5, cavityMm, 26 - y - 0.5 * a, 10 - Math.hypot(a, y - 16) / 2);
  painter.paint('dura', 0.8 * coverage(leaf));
  painter.paint('dura', 0.7 * coverage(Math.abs(cavityMm + 0.2) - 0.4));
  const sagittal = Math.max(a - 4.6 - 0.75 * cavityMm, -cavityMm - 6.5, cavityMm + 0.5);
  const behind = Math.max(smoothStep(2, 12, z), smoothStep(40, 50, y) * smoothStep(-22, -14, z));
  painter.paint('vessel', behind * coverage(sagittal));
  const transverse = Math.max(Math.abs(z - tent + 1.5) - 3.4, -cavityMm - 5, cavityMm + 0.5, 44 - y);
  painter.paint('vessel', coverage(transverse));
  if (z > 36 || z < -46) return;
  let artery = Infinity;
  for (const nodes of arteries) artery = Math.min(artery, tubeDistanceMm(a, y, z, nodes));
  painter.paint('vessel', 0.9 * coverage(artery, 0.5) * coverage(cavityMm));
}

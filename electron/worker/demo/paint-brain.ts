import { cerebellumDistanceMm } from './brain-outline.ts';
import type { Painter } from './materials.ts';
import type { NoiseField } from './noise-field.ts';
import { coverage, ellipsoid, ellipsoidDistanceMm, smoothStep, tube, tubeDistanceMm } from './shapes.ts';

/** A point of the symmetric pattern: distance from the midline, position towards the back and upwards; millimetres. */
export interface PatternPoint {
  readonly a: number;
  readonly y: number;
  readonly z: number;
}

/** What the folded cortex says about one voxel. */
export interface CortexSample {
  readonly depthMm: number;
  readonly sulcusMm: number;
  readonly greyThicknessMm: number;
}

/** Distance to the fluid of the Sylvian fissure: a slanting cleft between temporal and frontal lobe that opens onto the insula. */
export function sylvianDistanceMm(a: number, y: number, z: number): number {
  const cleftZ = -10 + 0.5 * (y + 28);
  const beyond = Math.hypot(Math.max(0, 38 - a), Math.max(0, y - 22), Math.max(0, -48 - y));
  const cleft = Math.hypot((z - cleftZ) / 1.12, beyond);
  const insulaX = 38 - 4 * ((y + 18) / 24) ** 2;
  const past = Math.hypot(Math.max(0, Math.abs(z - cleftZ - 2) - 12), Math.max(0, Math.abs(y + 18) - 23));
  const insula = Math.hypot((a - insulaX) / 1.02, past);
  return Math.min(cleft, insula) - 1.1;
}

/** Paints cortex and white matter of the hemispheres. */
export function paintCerebrum(painter: Painter, at: PatternPoint, cortex: CortexSample): void {
  const inside = coverage(-cortex.depthMm);
  if (inside <= 0) return;
  const nearFluid = Math.min(cortex.depthMm - 0.4, cortex.sulcusMm, sylvianDistanceMm(at.a, at.y, at.z));
  painter.paint('white', inside);
  painter.paint('grey', inside * coverage(nearFluid - cortex.greyThicknessMm, 0.8));
  painter.paint('fluid', coverage(nearFluid, 0.55));
}

const medulla = tube([0, 9, -40, 10], [0, 20, -58, 6.5], [0, 26, -84, 5.5]);
const cerebellarPeduncle = tube([9, 8, -32, 8], [21, 30, -36, 7]);

const pons = ellipsoid([0, 4, -31], [15, 12, 14]);
const midbrain = ellipsoid([0, 6, -12], [15, 12, 13]);
const interpeduncularNotch = ellipsoid([0, -9, -14], [4, 6, 9]);
const fourthVentricle = ellipsoid([0, 22, -34], [7, 4.5, 11]);
const aqueduct = tube([0, 10, -4, 1.1], [0, 19, -26, 1.6]);

/** Paints cerebellum, brainstem and fourth ventricle. */
export function paintHindbrain(painter: Painter, { a, y, z }: PatternPoint, wobble: NoiseField): void {
  if (z > 14 || y < -20) return;
  const outside = cerebellumDistanceMm(a, y, z);
  if (outside < 1) paintFolia(painter, { a, y, z, outside }, wobble);
  const peduncle = tubeDistanceMm(a, y, z, cerebellarPeduncle);
  const upper = Math.max(ellipsoidDistanceMm(a, y, z, midbrain), -ellipsoidDistanceMm(a, y, z, interpeduncularNotch));
  const stem = Math.min(ellipsoidDistanceMm(a, y, z, pons), upper, tubeDistanceMm(a, y, z, medulla));
  painter.paint('brainstem', coverage(Math.min(stem, peduncle)));
  const fourth = ellipsoidDistanceMm(a, y, z, fourthVentricle);
  painter.paint('fluid', coverage(Math.min(fourth, tubeDistanceMm(a, y, z, aqueduct))));
}

function paintFolia(
  painter: Painter,
  at: { a: number; y: number; z: number; outside: number },
  wobble: NoiseField,
): void {
  const { a, y, z, outside } = at;
  const out = Math.hypot(0.75 * a, y - 14) - 9;
  const angle = Math.atan2(z + 33, out);
  const turn = angle * 8 + 0.8 * wobble(a, y, z);
  const fold = Math.abs(turn - Math.round(turn));
  const reach = Math.hypot(out, z + 33);
  const sheet = (fold * reach) / 8;
  const deep = Math.round(turn) % 3 === 0 ? 13 : 5;
  const depth = -outside;
  const toFluid = Math.min(depth, Math.hypot(sheet, Math.max(0, depth - deep)) - 0.35);
  painter.paint('white', coverage(outside));
  painter.paint('grey', coverage(outside) * coverage(Math.min(toFluid - 1.7, depth - 6.5 - 2 * wobble(y, z, a)), 0.9));
  painter.paint('fluid', coverage(outside) * coverage(toFluid, 0.5) * smoothStep(16, 2, depth));
}

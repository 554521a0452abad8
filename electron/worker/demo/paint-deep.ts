import type { Painter } from './materials.ts';
import type { NoiseField } from './noise-field.ts';
import type { PatternPoint } from './paint-brain.ts';
import { coverage, ellipsoid, ellipsoidDistanceMm, smoothUnion, tube, tubeDistanceMm } from './shapes.ts';

const callosum = tube(
  [0, -34, -4, 1.6],
  [0, -43, 1, 3],
  [0, -45, 9, 5],
  [0, -38, 20, 4.2],
  [0, -20, 26.5, 3],
  [0, 4, 25, 2.8],
  [0, 19, 18, 4],
  [0, 23, 10, 5],
);
/** Frontal horn, body, atrium, occipital horn. */
const lateralVentricle = tube(
  [10, -43, 4, 3.4],
  [9, -34, 10, 7],
  [10, -18, 16, 7.2],
  [13, 0, 19, 7],
  [20, 17, 16, 7],
  [26, 28, 8, 7.6],
  [26, 42, 4, 5],
  [22, 57, 3, 2.4],
);
const temporalHorn = tube([27, 27, 5, 6], [33, 16, -8, 3.2], [33, -4, -17, 2.2], [30, -16, -19, 1.6]);
const hippocampus = tube([22, 16, -3, 3], [27, 2, -14, 4], [24, -15, -19, 6.5]);
const caudate = tube([13, -36, 5, 5], [14, -28, 10, 5.5], [16, -12, 18, 3.6], [20, 6, 20, 2.4]);
const fornix = tube([2, 14, 17, 2], [1.5, -12, 15, 2], [2, -21, 6, 1.6]);
const thirdVentricle = ellipsoid([0, -6, 0], [2.3, 15, 11]);
const putamen = ellipsoid([26, -17, 2], [5.5, 18, 10.5]);
const pallidum = ellipsoid([19.5, -12, 0], [4.5, 10, 7]);
const thalamus = ellipsoid([10.5, 2, 6], [9, 15, 9.5]);
const claustrum = ellipsoid([33.5, -18, 3], [1.1, 15, 10]);
const choroidPlexus = tube([12, 4, 16, 1], [20, 18, 13, 1.8], [24.5, 26, 7, 2.8], [28, 25, -1, 1.6]);

/** Paints callosum, deep grey matter, ventricles and choroid plexus. */
export function paintDeep(painter: Painter, { a, y, z }: PatternPoint, wobble: NoiseField): void {
  if (a > 50 || y < -60 || y > 66 || z < -32 || z > 36) return;
  paintMiddle(painter, a, y, z);
  const shake = 0.9 * wobble(a, y, z);
  painter.paint('grey', 0.9 * coverage(tubeDistanceMm(a, y, z, hippocampus), 0.9));
  paintVentricles(painter, a, y, z);
  painter.paint('nucleus', coverage(tubeDistanceMm(a, y, z, caudate) + 0.5 * shake, 0.8));
  // the lentiform nucleus and the thalamus turn with the internal capsule: apart behind, together in front
  const fanned = a - 0.16 * (y + 14);
  painter.paint('grey', 0.7 * coverage(ellipsoidDistanceMm(a, y, z, claustrum), 0.8));
  painter.paint('nucleus', coverage(ellipsoidDistanceMm(fanned, y, z, putamen) + shake, 0.8));
  painter.paint('pallidum', coverage(ellipsoidDistanceMm(fanned, y, z, pallidum) + 0.5 * shake, 0.9));
  painter.paint('nucleus', 0.85 * coverage(ellipsoidDistanceMm(a - 0.18 * (y - 2), y, z, thalamus) + 0.6 * shake, 1));
  painter.paint(
    'plexus',
    0.8 * coverage(tubeDistanceMm(a, y, z, choroidPlexus) + 1.4 * wobble(2 * a, 2 * y, 2 * z), 0.8),
  );
}

function paintMiddle(painter: Painter, a: number, y: number, z: number): void {
  if (a > 16) return;
  const arch = tubeDistanceMm(0, y, z - 0.02 * a * a, callosum);
  painter.paint('white', coverage(Math.max(arch, a - 16)));
  painter.paint('white', coverage(tubeDistanceMm(a, y, z, fornix)));
}

function paintVentricles(painter: Painter, a: number, y: number, z: number): void {
  const lateral = smoothUnion(tubeDistanceMm(a, y, z, lateralVentricle), tubeDistanceMm(a, y, z, temporalHorn), 2);
  // the septum between the frontal horns and the bodies stays
  const besideSeptum = Math.max(lateral, 0.9 - a);
  const third = ellipsoidDistanceMm(a, y, z, thirdVentricle);
  painter.paint('fluid', coverage(Math.min(besideSeptum, third), 0.6));
}

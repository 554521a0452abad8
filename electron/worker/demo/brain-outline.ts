import { ellipsoid, ellipsoidDistanceMm, smoothIntersection, smoothStep, smoothUnion } from './shapes.ts';

/*
 * Frame of the head: LPS millimetres, origin between the anterior and the posterior commissure, both in the plane z = 0.
 * The outline is symmetric; every function takes the distance `a` from the midline. Sizes are those of a small adult brain.
 */

const vault = ellipsoid([0, 0, 9], [66, 84, 64]);
const joinedHalves = ellipsoid([0, -11, -2], [1000, 39, 33]);
const temporal = ellipsoid([43, -4, -20], [19, 43, 20]);
const cerebellarHemisphere = ellipsoid([22, 46, -31], [32, 32, 30]);
const vermis = ellipsoid([0, 40, -26], [13, 26, 29]);
const posteriorFossa = ellipsoid([0, 48, -29], [57, 35, 36]);
const sella = ellipsoid([0, -12, -16], [24, 24, 13]);
const prepontine = ellipsoid([0, 6, -32], [19, 17, 22]);
const foramen = ellipsoid([0, 26, -74], [13, 14, 34]);

/** Height of the tentorium over a point: the roof of the cerebellum and the floor of the occipital lobes. */
export function tentoriumHeightMm(a: number, y: number): number {
  return 3 - 0.3 * a - 0.2 * (y - 24);
}

/** Distance to the outside of the cerebrum (both hemispheres, fissure closed), negative inside. */
export function cerebrumDistanceMm(a: number, y: number, z: number): number {
  const taper = 1 + 0.08 * Math.max(-1, Math.min(1, (y + 10) / 80));
  const crown = ellipsoidDistanceMm(a / taper, y, z, vault);
  const front = -13 - 5 * smoothStep(25, 0, a);
  const back = tentoriumHeightMm(a, y) + 1.5;
  const floor = front + (back - front) * smoothStep(-5, 26, y);
  const upper = smoothIntersection(crown, floor - z, 14);
  // the temporal lobe hangs down in front and rises backwards
  const lobe = ellipsoidDistanceMm(a, y, z - 0.12 * (y + 4), temporal);
  return smoothUnion(upper, lobe, 5);
}

/** Distance to the outside of the cerebellum, negative inside. */
export function cerebellumDistanceMm(a: number, y: number, z: number): number {
  const lobes = ellipsoidDistanceMm(a, y, z, cerebellarHemisphere);
  const both = smoothUnion(lobes, ellipsoidDistanceMm(a, y, z, vermis), 5);
  return smoothIntersection(both, z - tentoriumHeightMm(a, y) + 2, 5);
}

/** Distance to the inner table of the skull, negative inside. */
export function cavityDistanceMm(a: number, y: number, z: number): number {
  const around = smoothUnion(cerebrumDistanceMm(a, y, z) - 2.4, ellipsoidDistanceMm(a, y, z, posteriorFossa), 8);
  const front = smoothUnion(ellipsoidDistanceMm(a, y, z, sella), ellipsoidDistanceMm(a, y, z, prepontine), 6);
  const base = smoothUnion(around, front, 8);
  return smoothUnion(base, ellipsoidDistanceMm(a, y, z, foramen), 6);
}

/**
 * Distance to the free edge of the fissure between the hemispheres, in the midsagittal plane: the upper contour of the callosum and what
 * lies below it joins both halves.
 *
 * @returns negative where the halves are joined
 */
export function fissureEdgeDistanceMm(y: number, z: number): number {
  const joined = ellipsoidDistanceMm(0, y, z, joinedHalves);
  if (z > -2 || y > -11) return joined;
  return Math.max(joined, -26 - y + 0.6 * (-2 - z));
}

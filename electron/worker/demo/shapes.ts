import type { Vec3 } from '../../core/base/vector.ts';

/** An ellipsoid with its axes along LPS; made by `ellipsoid`. */
export interface Ellipsoid {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly perX: number;
  readonly perY: number;
  readonly perZ: number;
}

/** A chain of round cones; made by `tube`: eight numbers for each cone. */
export type Tube = Float64Array;

/** An ellipsoid by its centre and radii, in millimetres. */
export function ellipsoid(centreMm: Vec3, radiiMm: Vec3): Ellipsoid {
  const [x, y, z] = centreMm;
  return { x, y, z, perX: 1 / radiiMm[0], perY: 1 / radiiMm[1], perZ: 1 / radiiMm[2] };
}

/** A tube through nodes [x, y, z, radius], in millimetres. */
export function tube(...nodes: readonly (readonly [number, number, number, number])[]): Tube {
  const cones = nodes.slice(1).flatMap((to, k) => {
    const from = nodes[k] as (typeof nodes)[0];
    return [...from, to[0] - from[0], to[1] - from[1], to[2] - from[2], to[3] - from[3]];
  });
  return Float64Array.from(cones);
}

/**
 * Distance to an ellipsoid, negative inside: exact on the surface, first order near it.
 *
 * @returns millimetres
 */
export function ellipsoidDistanceMm(x: number, y: number, z: number, shape: Ellipsoid): number {
  const u = (x - shape.x) * shape.perX;
  const v = (y - shape.y) * shape.perY;
  const w = (z - shape.z) * shape.perZ;
  const ratio = Math.sqrt(u * u + v * v + w * w);
  if (ratio < 1e-3) return -1 / Math.max(shape.perX, shape.perY, shape.perZ);
  const a = u * shape.perX;
  const b = v * shape.perY;
  const c = w * shape.perZ;
  return (ratio * (ratio - 1)) / Math.sqrt(a * a + b * b + c * c);
}

/** Distance to a tube, negative inside; millimetres. */
export function tubeDistanceMm(x: number, y: number, z: number, shape: Tube): number {
  let nearest = Infinity;
  for (let k = 0; k < shape.length; k += 8) {
    const px = x - (shape[k] as number);
    const py = y - (shape[k + 1] as number);
    const pz = z - (shape[k + 2] as number);
    const ex = shape[k + 4] as number;
    const ey = shape[k + 5] as number;
    const ez = shape[k + 6] as number;
    const along = (px * ex + py * ey + pz * ez) / (ex * ex + ey * ey + ez * ez);
    const t = along < 0 ? 0 : along > 1 ? 1 : along;
    const dx = px - t * ex;
    const dy = py - t * ey;
    const dz = pz - t * ez;
    const radius = (shape[k + 3] as number) + t * (shape[k + 7] as number);
    const distance = Math.sqrt(dx * dx + dy * dy + dz * dz) - radius;
    if (distance < nearest) nearest = distance;
  }
  return nearest;
}

/** Union of two distances, rounded over `roundMm` where they meet. */
export function smoothUnion(a: number, b: number, roundMm: number): number {
  const h = Math.max(roundMm - Math.abs(a - b), 0) / roundMm;
  return Math.min(a, b) - h * h * roundMm * 0.25;
}

/** Intersection of two distances, rounded over `roundMm` where they meet. */
export function smoothIntersection(a: number, b: number, roundMm: number): number {
  return -smoothUnion(-a, -b, roundMm);
}

/** Share of a voxel inside a surface at this distance (negative inside), soft over `softMm` on each side. */
export function coverage(distanceMm: number, softMm = 0.6): number {
  if (distanceMm >= softMm) return 0;
  if (distanceMm <= -softMm) return 1;
  return smoothStep(softMm, -softMm, distanceMm);
}

/** 0 at `from`, 1 at `to`, a cubic between. */
export function smoothStep(from: number, to: number, value: number): number {
  const t = Math.min(1, Math.max(0, (value - from) / (to - from)));
  return t * t * (3 - 2 * t);
}

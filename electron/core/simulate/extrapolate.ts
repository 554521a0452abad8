/** Smallest and largest radial speed that two visits may imply, mm/day. */
export const rateLimitsMmPerDay = [-0.1, 0.15] as const;

/** Distance given to voxels where no tumour can live. */
const outsideTissueMm = 1;

/** Radius of the sphere of the same volume, mm. */
export function equivalentRadiusMm(volumeMl: number): number {
  return Math.cbrt((3 * volumeMl * 1000) / (4 * Math.PI));
}

/**
 * Change of the equivalent radius per day between two visits, kept within `rateLimitsMmPerDay`.
 *
 * @param intervalDays > 0
 */
export function radialRateMmPerDay(beforeMl: number, afterMl: number, intervalDays: number): number {
  const rate = (equivalentRadiusMm(afterMl) - equivalentRadiusMm(beforeMl)) / intervalDays;
  return Math.min(rateLimitsMmPerDay[1], Math.max(rateLimitsMmPerDay[0], rate));
}

/**
 * Signed distance at the horizon: the last distance minus the growth, kept inside tissue. An empty region stays empty.
 *
 * @param distanceMm last signed distance, negative inside
 * @param growthMm radial speed times horizon; negative for a shrinking lesion
 * @param tissue share of tissue per voxel, 0..1
 * @see models/common/extrapolation.py, the twin
 */
export function extrapolateDistanceMm(
  distanceMm: Float32Array,
  growthMm: number,
  tissue: Float32Array | Uint8Array,
): Float32Array {
  if (!distanceMm.some((value) => value < 0)) return Float32Array.from(distanceMm);
  const out = new Float32Array(distanceMm.length);
  for (let v = 0; v < out.length; v++) {
    const last = distanceMm[v] as number;
    const moved = last - growthMm;
    const allowed = last < 0 || (tissue[v] as number) >= 0.5;
    out[v] = allowed || moved > outsideTissueMm ? moved : outsideTissueMm;
  }
  return out;
}

/** Smallest and largest radial speed that two visits may imply where a model does not say, mm/day. */
export const rateLimitsMmPerDay = [-0.1, 0.15] as const;
/** Slowest and fastest exponential growth that two visits may imply, per day. */
export const exponentLimitsPerDay = [-0.03, 0.05] as const;
/** An exponential is followed no farther than to this multiple of the last volume. */
export const largestMultiple = 8;

/** Distance given to voxels where no tumour can live. */
const outsideTissueMm = 1;

/** Radius of the sphere of the same volume, mm. */
export function equivalentRadiusMm(volumeMl: number): number {
  return Math.cbrt((3 * volumeMl * 1000) / (4 * Math.PI));
}

/**
 * Change of the equivalent radius per day between two visits, kept within limits.
 *
 * @param intervalDays > 0
 */
export function radialRateMmPerDay(
  beforeMl: number,
  afterMl: number,
  intervalDays: number,
  [slowest, fastest]: readonly [number, number] = rateLimitsMmPerDay,
): number {
  const rate = (equivalentRadiusMm(afterMl) - equivalentRadiusMm(beforeMl)) / intervalDays;
  return Math.min(fastest, Math.max(slowest, rate));
}

/**
 * Change of the equivalent radius up to the horizon when the volume goes on as V exp(k t), k from two visits.
 *
 * @param beforeMl, afterMl volumes of the two visits; k is at its limit where one of them is empty
 * @param intervalDays > 0, between the visits
 * @returns mm; negative for a shrinking lesion
 * @see models/common/extrapolation.py, the twin
 */
export function exponentialGrowthMm(
  beforeMl: number,
  afterMl: number,
  intervalDays: number,
  horizonDays: number,
): number {
  const [slowest, fastest] = exponentLimitsPerDay;
  const perDay = afterMl === beforeMl ? 0 : Math.log(afterMl / beforeMl) / intervalDays;
  const multiple = Math.exp(Math.min(fastest, Math.max(slowest, perDay)) * horizonDays);
  return equivalentRadiusMm(afterMl) * (Math.cbrt(Math.min(largestMultiple, multiple)) - 1);
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
  if (isEmpty(distanceMm)) return distanceMm.slice();
  const out = new Float32Array(distanceMm.length);
  for (let v = 0; v < out.length; v++) {
    const last = distanceMm[v] as number;
    const moved = last - growthMm;
    const allowed = last < 0 || (tissue[v] as number) >= 0.5;
    out[v] = allowed || moved > outsideTissueMm ? moved : outsideTissueMm;
  }
  return out;
}

/** A loop, because `some` with a function per voxel takes longer than the extrapolation itself. */
function isEmpty(distanceMm: Float32Array): boolean {
  for (let v = 0; v < distanceMm.length; v++) if ((distanceMm[v] as number) < 0) return false;
  return true;
}

/**
 * Mean over the voxels of a region.
 *
 * @param distanceMm signed distance of the region, negative inside
 * @returns null for an empty region
 */
export function meanInside(values: Float32Array, distanceMm: Float32Array): number | null {
  let [sum, count] = [0, 0];
  for (let v = 0; v < values.length; v++) {
    if ((distanceMm[v] as number) >= 0) continue;
    sum += values[v] as number;
    count++;
  }
  return count === 0 ? null : sum / count;
}

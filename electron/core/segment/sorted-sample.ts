/**
 * Values in ascending order, thinned evenly where there are many: quantiles of an image need no more.
 *
 * @param largestCount about how many values are kept
 * @param keep when given, only values where it is not zero
 */
export function sortedSample(values: Float32Array, largestCount: number, keep?: Uint8Array): Float32Array {
  let total = values.length;
  if (keep !== undefined) {
    total = 0;
    for (let v = 0; v < keep.length; v++) total += keep[v] === 0 ? 0 : 1;
  }
  const stride = Math.max(1, Math.floor(total / largestCount));
  const sample = new Float32Array(Math.ceil(total / stride));
  let [seen, filled] = [0, 0];
  for (let v = 0; v < values.length; v++) {
    if (keep !== undefined && keep[v] === 0) continue;
    if (seen++ % stride === 0) sample[filled++] = values[v] as number;
  }
  return sample.subarray(0, filled).sort();
}

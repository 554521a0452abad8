const sampleCount = 200_000;
/** Air of MR is noise near zero, air of CT lies at -1000: both are below this fraction of the range. */
const airFraction = 0.06;

/**
 * 1st and 99th percentile of what is not air, for the first window setting; measured on evenly spread samples.
 *
 * @param data voxel values; a mask gives [0, 1]
 * @returns [low, high] with low < high
 */
export function displayRangeOf(data: Float32Array | Uint8Array): [number, number] {
  if (data instanceof Uint8Array) return [0, 1];
  const sorted = sample(data).sort();
  const low = at(sorted, 0);
  const threshold = low + airFraction * (at(sorted, 0.995) - low);
  const inside = sorted.filter((value) => value > threshold);
  if (inside.length === 0) return [low, low + 1];
  const [from, to] = [at(inside, 0.01), at(inside, 0.99)];
  return to > from ? [from, to] : [from, from + 1];
}

function sample(data: Float32Array): Float32Array {
  const step = Math.max(1, Math.floor(data.length / sampleCount));
  const values = new Float32Array(Math.ceil(data.length / step));
  for (let index = 0; index < values.length; index++) values[index] = data[index * step] as number;
  return values.filter(Number.isFinite);
}

function at(sorted: Float32Array, fraction: number): number {
  return sorted[Math.round(fraction * (sorted.length - 1))] ?? 0;
}

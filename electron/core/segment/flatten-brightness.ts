import type { Mask, Volume } from '../base/volume.ts';
import { identityAffine } from '../base/affine.ts';
import { resampleField } from '../register/resample-field.ts';
import { smoothField } from '../register/smooth-field.ts';
import { quantileOfSorted } from '../base/percentile.ts';
import { sortedSample } from './sorted-sample.ts';
import { shrinkToBudget } from './working-volume.ts';

/** Width of the bell over which the coil's brightness is taken to change. */
const smoothnessMm = 20;
const passes = 3;
/** Grey values that count as normal tissue, as multiples of the brain's median. */
const normalRange = [0.75, 1.2] as const;

/**
 * Grey values relative to the normal tissue around each voxel: 1 is normal, whatever the receive coil made of it.
 *
 * The level is a wide bell-shaped mean over the brain's voxels near its median, so that fluid and enhancement do not pull it.
 *
 * @param brain on the volume's grid
 * @returns one value per voxel, meaningful inside the brain and near it; 0 where there is no level
 */
export function flattenBrightness(volume: Volume, brain: Mask): Float32Array {
  const small = shrinkToBudget(volume, 4, 200_000);
  const inside = resampleField({ grid: brain.grid, data: new Float32Array(brain.data) }, small.grid, identityAffine);
  const median = quantileOfSorted(sortedSample(volume.data, 100_000, brain.data), 0.5);
  let level: Float32Array = new Float32Array(small.data.length).fill(median);
  // Where the coil is bright, normal tissue looks too bright at first: each pass judges it by the level of the one before.
  for (let pass = 0; pass < passes; pass++) level = localLevel(small, inside, level);
  const full = resampleField({ grid: small.grid, data: level }, volume.grid, identityAffine);
  return full.map((local, v) => (local > 0 ? (volume.data[v] as number) / local : 0));
}

function localLevel(small: Volume, inside: Float32Array, level: Float32Array): Float32Array {
  const [weights, weighted] = [new Float32Array(small.data.length), new Float32Array(small.data.length)];
  for (let v = 0; v < weights.length; v++) {
    const ratio = (small.data[v] as number) / (level[v] as number);
    if ((inside[v] as number) < 0.5 || !(ratio > normalRange[0] && ratio < normalRange[1])) continue;
    weights[v] = 1;
    weighted[v] = small.data[v] as number;
  }
  const wide = (data: Float32Array): Float32Array =>
    smoothField({ grid: small.grid, data }, [smoothnessMm, smoothnessMm, smoothnessMm]);
  const [below, above] = [wide(weights), wide(weighted)];
  return above.map((sum, v) => ((below[v] as number) > 1e-3 ? sum / (below[v] as number) : 0));
}

import type { ModelDescription } from './model-description.ts';

/** Statistics that turn an image into the model's units. */
export interface Normalisation {
  readonly mean: number;
  /** Standard deviation, image units, > 0. */
  readonly deviation: number;
}

/** Fewer reference voxels than this give no trustworthy statistics. */
export const fewestReferenceVoxels = 100;

/**
 * Mean and standard deviation of an image over its reference tissue.
 *
 * @param reference 1 where tissue looks healthy; when it holds fewer than `fewestReferenceVoxels`, every voxel counts
 * @returns deviation 1 for a constant image
 */
export function measureNormalisation(image: Float32Array, reference: Uint8Array): Normalisation {
  let count = 0;
  for (let v = 0; v < reference.length; v++) count += reference[v] as number;
  const all = count < fewestReferenceVoxels;
  const total = all ? image.length : count;
  let sum = 0;
  for (let v = 0; v < image.length; v++) if (all || reference[v] === 1) sum += image[v] as number;
  const mean = sum / total;
  let squares = 0;
  for (let v = 0; v < image.length; v++) if (all || reference[v] === 1) squares += ((image[v] as number) - mean) ** 2;
  return { mean, deviation: Math.sqrt(squares / total) || 1 };
}

/**
 * Image in the model's units: clip((x - mean) / deviation, clip) / divisor.
 *
 * @see models/common/pair.py `normalise`, the twin
 */
export function normaliseImage(
  image: Float32Array,
  statistics: Normalisation,
  method: ModelDescription['normalisation'],
): Float32Array {
  const [low, high] = method.clip;
  const out = new Float32Array(image.length);
  for (let v = 0; v < image.length; v++) {
    const z = ((image[v] as number) - statistics.mean) / statistics.deviation;
    out[v] = (z < low ? low : z > high ? high : z) / method.divisor;
  }
  return out;
}

/**
 * Healthy tissue of one visit.
 *
 * @param tissue share of tissue per voxel, 0..1
 * @param abnormalMm signed distance of the whole abnormality, negative inside
 * @returns 1 where at least half of the voxel is tissue outside the abnormality
 */
export function referenceTissue(tissue: Float32Array, abnormalMm: Float32Array): Uint8Array {
  const out = new Uint8Array(tissue.length);
  for (let v = 0; v < out.length; v++) out[v] = (tissue[v] as number) >= 0.5 && (abnormalMm[v] as number) > 0 ? 1 : 0;
  return out;
}

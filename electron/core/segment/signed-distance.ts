import type { Mask } from '../base/volume.ts';
import { distanceFieldMm } from '../register/distance-field.ts';

/**
 * Signed distance to the outline of a mask in millimetres, negative inside: exact Euclidean distance between voxel centres,
 * less half a voxel (the definition that models are trained with).
 *
 * @returns one value per voxel, columns fastest; +10,000 everywhere for an empty mask, -10,000 for a full one
 */
export function signedDistanceMm(mask: Mask): Float32Array {
  return distanceFieldMm(mask.data, mask.grid);
}

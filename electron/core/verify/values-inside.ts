import type { Mask, Volume } from '../base/volume.ts';
import { maskVoxels } from '../base/volume.ts';

/** Values of an image at the voxels of a mask, in the order of memory. */
export function valuesInside(volume: Volume, inside: Mask): Float32Array {
  const out = new Float32Array(maskVoxels(inside));
  for (let v = 0, to = 0; v < inside.data.length; v++) {
    if (inside.data[v] !== 0) out[to++] = volume.data[v] as number;
  }
  return out;
}

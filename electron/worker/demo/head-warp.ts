import { noiseField } from './noise-field.ts';

/** Where a point of the head lies in the symmetric pattern of anatomy; the returned array is used again by the next call. */
export type HeadWarp = (x: number, y: number, z: number) => Float64Array;

/** A gentle random deformation, so that the two halves of the head are alike but not equal. */
export function headWarp(seed: number, amplitudeMm: number): HeadWarp {
  const sideways = noiseField(seed, 30);
  const forwards = noiseField(seed + 1, 30);
  const upwards = noiseField(seed + 2, 30);
  const out = new Float64Array(3);
  return (x, y, z) => {
    out[0] = x + amplitudeMm * sideways(x, y, z);
    out[1] = y + amplitudeMm * forwards(x, y, z);
    out[2] = z + amplitudeMm * upwards(x, y, z);
    return out;
  };
}

import { identityAffine } from '../base/affine.ts';
import type { Vec3 } from '../base/vector.ts';
import type { Mask, Volume } from '../base/volume.ts';
import { toCubicVoxels } from './prepare-for-registration.ts';
import { resampleField } from './resample-field.ts';

/**
 * Quality below which a registration is called poor ('register/poor-match').
 *
 * Measured on eight pairs of real heads judged right by eye (T1c-T1c, FLAIR-FLAIR, T1c-FLAIR, T1c-T2, T1c-T1, FLAIR-T1; slices
 * of 3 to 6.5 mm): 0.54 to 0.94. The same pairs turned by 10 degrees: 0.29 to 0.57; unrelated heads: 0.14 to 0.30. A pair of one
 * contrast that is off by 6 mm can still reach 0.6: this figure finds failures, it does not measure millimetres.
 */
export const poorMatchBelow = 0.48;

/** Edges are compared at this spacing: finer, noise and slice thickness would decide. */
const comparedAtMm = 4;

/** How well two images on one grid agree. */
export interface Match {
  /** 0 (edges unrelated) to 1 (every edge of one is an edge of the other). */
  readonly quality: number;
  /** Part of the region (without a region: of the grid) where the second image has values. */
  readonly overlapFraction: number;
}

/**
 * Agreement of the edges of two images on one grid, whatever their contrast: the mean squared cosine between their gradients,
 * weighted by the strength of both, scaled so that unrelated directions give 0.
 *
 * @param movingOnFixed on the fixed grid, NaN where it was not acquired
 * @param region on the fixed grid, where to compare: the brain
 * @see Haber and Modersitzki 2006, normalised gradient fields, doi:10.1007/11866763_89
 */
export function matchQuality(fixed: Volume, movingOnFixed: Volume, region?: Mask): Match {
  const { asked, acquired, overlapFraction } = coverage(movingOnFixed, region);
  const filled = movingOnFixed.data.map((value) => (Number.isNaN(value) ? 0 : value));
  const first = toCubicVoxels(fixed, comparedAtMm);
  const second = toCubicVoxels({ grid: fixed.grid, data: filled }, comparedAtMm);
  const onFirst = (data: Float32Array): Float32Array =>
    resampleField({ grid: fixed.grid, data }, first.grid, identityAffine);
  const compared = wellInside(onFirst(asked), onFirst(acquired), first.grid.size);
  const cosine = meanSquaredCosine(first.data, second.data, compared, first.grid.size);
  return { quality: Math.min(1, Math.max(0, (cosine - 1 / 3) / (2 / 3))), overlapFraction };
}

function coverage(
  moving: Volume,
  region: Mask | undefined,
): { asked: Float32Array; acquired: Float32Array; overlapFraction: number } {
  const [asked, acquired] = [new Float32Array(moving.data.length), new Float32Array(moving.data.length)];
  let [sum, found] = [0, 0];
  for (let v = 0; v < asked.length; v++) {
    const isAcquired = !Number.isNaN(moving.data[v]);
    if (isAcquired) acquired[v] = 1;
    if (region !== undefined && region.data[v] === 0) continue;
    asked[v] = 1;
    sum++;
    if (isAcquired) found++;
  }
  return { asked, acquired, overlapFraction: sum === 0 ? 0 : found / sum };
}

/** Voxels of the region whose neighbours were all acquired: next to a rim, gradients would show the rim. */
function wellInside(asked: Float32Array, acquired: Float32Array, size: Vec3): Uint8Array {
  const [nx, ny, nz] = size;
  const out = new Uint8Array(asked.length);
  for (let k = 1; k < nz - 1; k++) {
    for (let j = 1; j < ny - 1; j++) {
      for (let i = 1; i < nx - 1; i++) {
        const v = i + nx * (j + ny * k);
        if ((asked[v] as number) < 0.5) continue;
        let least = 1;
        for (let step = -2; step <= 2; step++) {
          for (const stride of [1, nx, nx * ny]) least = Math.min(least, acquired[v + step * stride] ?? 1);
        }
        out[v] = least > 0.999 ? 1 : 0;
      }
    }
  }
  return out;
}

function meanSquaredCosine(a: Float32Array, b: Float32Array, compared: Uint8Array, size: Vec3): number {
  const [nx, ny, nz] = size;
  const strides = [1, nx, nx * ny];
  let [sum, weights] = [0, 0];
  for (let k = 1; k < nz - 1; k++) {
    for (let j = 1; j < ny - 1; j++) {
      for (let i = 1; i < nx - 1; i++) {
        const v = i + nx * (j + ny * k);
        if (compared[v] === 0) continue;
        let [dot, lengthA, lengthB] = [0, 0, 0];
        for (const stride of strides) {
          const da = (a[v + stride] as number) - (a[v - stride] as number);
          const db = (b[v + stride] as number) - (b[v - stride] as number);
          dot += da * db;
          lengthA += da * da;
          lengthB += db * db;
        }
        const weight = Math.sqrt(lengthA * lengthB);
        if (!(weight > 0)) continue;
        sum += (dot * dot) / weight;
        weights += weight;
      }
    }
  }
  return weights > 0 ? sum / weights : 0;
}

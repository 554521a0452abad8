import { identityAffine, type Affine } from '../base/affine.ts';
import type { Vec3 } from '../base/vector.ts';
import type { Mask, Volume } from '../base/volume.ts';
import { toCubicVoxels } from './prepare-for-registration.ts';
import { resampleField } from './resample-field.ts';
import { resampleVolume } from './resample-volume.ts';

/**
 * Quality below which a registration is called poor ('register/poor-match').
 *
 * Measured on eight pairs of real heads judged right by eye (T1c-T1c, FLAIR-FLAIR, T1c-FLAIR, T1c-T2, T1c-T1, FLAIR-T1; slices
 * of 3 to 6.5 mm): 0.56 to 0.96. The same pairs turned by 10 degrees: 0.29 to 0.57; unrelated heads: 0.14 to 0.31. A pair of one
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
  const filled = movingOnFixed.data.map((value) => (Number.isNaN(value) ? 0 : value));
  const acquired = movingOnFixed.data.map((value) => (Number.isNaN(value) ? 0 : 1));
  const coarse = toCubicVoxels(fixed, comparedAtMm);
  const second = toCubicVoxels({ grid: fixed.grid, data: filled }, comparedAtMm);
  const seen = resampleField({ grid: fixed.grid, data: acquired }, coarse.grid, identityAffine);
  for (let v = 0; v < seen.length; v++) if ((seen[v] as number) < 0.999) second.data[v] = NaN;
  return compareEdges(coarse, second, coarseRegion(region, coarse));
}

/**
 * `matchQuality` for many motions of one pair, each in milliseconds: both images are made coarse once.
 *
 * @returns match of the moving volume laid over the fixed one by `fixedToMoving`
 */
export function motionJudge(fixed: Volume, moving: Volume, region?: Mask): (fixedToMoving: Affine) => Match {
  const [first, second] = [toCubicVoxels(fixed, comparedAtMm), toCubicVoxels(moving, comparedAtMm)];
  const asked = coarseRegion(region, first);
  return (fixedToMoving) => compareEdges(first, resampleVolume(second, first.grid, fixedToMoving, NaN), asked);
}

/** The region on a coarse grid, 1 where it fills at least half a voxel; everywhere without a region. */
function coarseRegion(region: Mask | undefined, coarse: Volume): Uint8Array {
  const out = new Uint8Array(coarse.data.length).fill(1);
  if (region === undefined) return out;
  const inside = { grid: region.grid, data: new Float32Array(region.data) };
  const sampled = resampleField(inside, coarse.grid, identityAffine);
  for (let v = 0; v < out.length; v++) out[v] = (sampled[v] as number) >= 0.5 ? 1 : 0;
  return out;
}

function compareEdges(first: Volume, second: Volume, asked: Uint8Array): Match {
  let [sum, found] = [0, 0];
  for (let v = 0; v < asked.length; v++) {
    if (asked[v] === 0) continue;
    sum++;
    if (!Number.isNaN(second.data[v])) found++;
  }
  const cosine = meanSquaredCosine(first.data, second.data, asked, first.grid.size);
  const quality = Math.min(1, Math.max(0, (cosine - 1 / 3) / (2 / 3)));
  return { quality, overlapFraction: sum === 0 ? 0 : found / sum };
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
        // Not a number next to what was not acquired: gradients there would show the rim.
        if (!(weight > 0)) continue;
        sum += (dot * dot) / weight;
        weights += weight;
      }
    }
  }
  return weights > 0 ? sum / weights : 0;
}

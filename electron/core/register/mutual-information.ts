import type { Affine } from '../base/affine.ts';
import { voxelToVoxel } from '../base/grid.ts';
import type { Volume } from '../base/volume.ts';
import { trilinearSampler } from './resample-field.ts';

const bins = 32;

/**
 * Function that scores a motion by how well one image predicts the other: normalised mutual information over the overlap,
 * 1 (unrelated) to 2 (each determines the other).
 *
 * @param fixed coarse image; every voxel is a sample
 * @returns score of `fixedToMoving`; 0 when less than `leastOverlap` of the fixed grid is covered
 * @see Studholme, Hill and Hawkes 1999, doi:10.1016/S0031-3203(98)00091-0
 */
export function motionScorer(fixed: Volume, moving: Volume, leastOverlap = 0.4): (fixedToMoving: Affine) => number {
  const [fixedBin, movingScale] = [quantise(fixed.data), binScale(moving.data)];
  const sample = trilinearSampler(moving.data, moving.grid.size, NaN);
  const [nx, ny, nz] = fixed.grid.size;
  const joint = new Float64Array(bins * bins);
  return (fixedToMoving) => {
    const m = voxelToVoxel(fixed.grid, moving.grid, fixedToMoving);
    const at = (n: number): number => m[n] ?? 0;
    const [ax, ay, az] = [at(0), at(4), at(8)];
    joint.fill(0);
    let inside = 0;
    for (let k = 0, v = 0; k < nz; k++) {
      for (let j = 0; j < ny; j++) {
        const x = at(1) * j + at(2) * k + at(3);
        const y = at(5) * j + at(6) * k + at(7);
        const z = at(9) * j + at(10) * k + at(11);
        for (let i = 0; i < nx; i++, v++) {
          const value = sample(x + ax * i, y + ay * i, z + az * i);
          if (!(value === value)) continue;
          inside++;
          // The moving value is shared between two bins: without it the score has steps and a search stalls on them.
          const level = Math.min(bins - 1, Math.max(0, (value - movingScale.low) * movingScale.perUnit));
          const low = Math.min(bins - 2, Math.floor(level));
          const cell = (fixedBin[v] as number) * bins + low;
          joint[cell] = (joint[cell] as number) + 1 - (level - low);
          joint[cell + 1] = (joint[cell + 1] as number) + (level - low);
        }
      }
    }
    return inside < leastOverlap * fixedBin.length ? 0 : normalisedInformation(joint, inside);
  };
}

function normalisedInformation(joint: Float64Array, total: number): number {
  const [rows, columns] = [new Float64Array(bins), new Float64Array(bins)];
  let jointEntropy = 0;
  for (let cell = 0; cell < joint.length; cell++) {
    const p = (joint[cell] as number) / total;
    if (p <= 0) continue;
    const row = Math.floor(cell / bins);
    rows[row] = (rows[row] as number) + p;
    columns[cell % bins] = (columns[cell % bins] as number) + p;
    jointEntropy -= p * Math.log(p);
  }
  return jointEntropy > 0 ? (entropy(rows) + entropy(columns)) / jointEntropy : 0;
}

function entropy(p: Float64Array): number {
  let sum = 0;
  for (const value of p) if (value > 0) sum -= value * Math.log(value);
  return sum;
}

function quantise(data: Float32Array): Uint8Array {
  const { low, perUnit } = binScale(data);
  const out = new Uint8Array(data.length);
  for (let v = 0; v < out.length; v++) {
    out[v] = Math.min(bins - 1, Math.max(0, Math.round(((data[v] as number) - low) * perUnit)));
  }
  return out;
}

/** Linear scale between the least value and the 99th percentile of the values above it: few bright voxels must not use up the bins. */
function binScale(data: Float32Array): { low: number; perUnit: number } {
  let low = Infinity;
  for (const value of data) if (value < low) low = value;
  const above = data.filter((value) => value > low).sort();
  const high = above.length === 0 ? low : (above[Math.floor(0.99 * (above.length - 1))] as number);
  return { low, perUnit: high > low ? (bins - 1) / (high - low) : 0 };
}

import type { Affine } from '../base/affine.ts';
import { applyAffine } from '../base/affine.ts';
import { gridCentreMm, voxelToLps } from '../base/grid.ts';
import { throwIfCancelled } from '../base/expected-error.ts';
import type { AbortSignalLike } from '../base/signal.ts';
import { subtract, type Vec3 } from '../base/vector.ts';
import type { Volume } from '../base/volume.ts';
import { motionScorer } from './mutual-information.ts';
import { toCubicVoxels } from './prepare-for-registration.ts';
import { rigidMotion } from './rigid-motion.ts';

/** Spacing of the search: coarse enough to look at hundreds of motions a second. */
const searchSpacingMm = 6;
/** Head tilts that the search starts from, in degrees about x (nodding), y and z. */
const startTiltsDeg: readonly Vec3[] = [
  [0, 0, 0],
  [-12, 0, 0],
  [12, 0, 0],
  [-24, 0, 0],
  [24, 0, 0],
  [0, -15, 0],
  [0, 15, 0],
  [0, 0, -15],
  [0, 0, 15],
];
const refinedStarts = 3;
const degree = Math.PI / 180;

/**
 * First rigid motion between two heads that share no frame of reference: centres of mass are laid over each other, several
 * tilts are tried, the best are refined by a pattern search, and the winner is returned. The motion that the files' own
 * coordinates imply (identity) takes part.
 *
 * @returns fixedToMoving, to within a few millimetres and degrees; the caller refines it
 */
export function coarseAlignment(fixed: Volume, moving: Volume, signal?: AbortSignalLike): Affine {
  const [coarseFixed, coarseMoving] = [toCubicVoxels(fixed, searchSpacingMm), toCubicVoxels(moving, searchSpacingMm)];
  const score = motionScorer(coarseFixed, coarseMoving);
  const centre = centreOfMassMm(coarseFixed);
  const shift = subtract(centreOfMassMm(coarseMoving), centre);
  const toAffine = (p: readonly number[]): Affine =>
    rigidMotion([(p[0] ?? 0) * degree, (p[1] ?? 0) * degree, (p[2] ?? 0) * degree], centre, [
      p[3] ?? 0,
      p[4] ?? 0,
      p[5] ?? 0,
    ]);
  const evaluate = (p: readonly number[]): number => score(toAffine(p));
  const starts = [[0, 0, 0, 0, 0, 0], ...startTiltsDeg.map((tilt) => [...tilt, ...shift])];
  const ranked = starts.map((p) => ({ p, value: evaluate(p) })).sort((a, b) => b.value - a.value);
  let best: Candidate = ranked[0] ?? { p: [0, 0, 0, 0, 0, 0], value: 0 };
  for (const start of ranked.slice(0, refinedStarts)) {
    throwIfCancelled(signal);
    const refined = patternSearch(evaluate, start, [8, 8, 8, 12, 12, 12]);
    if (refined.value > best.value) best = refined;
  }
  return toAffine(best.p);
}

interface Candidate {
  readonly p: readonly number[];
  readonly value: number;
}

/** Climbs along one parameter at a time, halving the steps where no step helps. */
function patternSearch(
  evaluate: (p: readonly number[]) => number,
  start: Candidate,
  steps: readonly number[],
): Candidate {
  let best = start;
  for (let scale = 1; scale > 0.1; scale /= 2) {
    for (let round = 0, improved = true; improved && round < 8; round++) {
      improved = false;
      for (let n = 0; n < steps.length; n++) {
        for (const sign of [-1, 1]) {
          const p = best.p.map((value, k) => (k === n ? value + sign * scale * (steps[n] ?? 0) : value));
          const value = evaluate(p);
          if (value <= best.value) continue;
          best = { p, value };
          improved = true;
          break;
        }
      }
    }
  }
  return best;
}

/** Centre of what is brighter than a tenth of the bright end, each voxel counting alike; the grid's centre in an empty image. */
export function centreOfMassMm(volume: Volume): Vec3 {
  const sorted = new Float32Array(volume.data).sort();
  const above = 0.1 * (sorted[Math.floor(0.98 * (sorted.length - 1))] ?? 0);
  const [nx, ny, nz] = volume.grid.size;
  let [count, x, y, z] = [0, 0, 0, 0];
  for (let k = 0, v = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      for (let i = 0; i < nx; i++, v++) {
        if (!((volume.data[v] as number) > above)) continue;
        count++;
        x += i;
        y += j;
        z += k;
      }
    }
  }
  if (count === 0) return gridCentreMm(volume.grid);
  return applyAffine(voxelToLps(volume.grid), [x / count, y / count, z / count]);
}

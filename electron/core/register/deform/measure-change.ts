import { boxAroundMasks, cropData, pasteData } from '../../base/grid-box.ts';
import { voxelCount, type Grid } from '../../base/grid.ts';
import type { Mask, Volume } from '../../base/volume.ts';
import { integrateVelocity, jacobianDeterminant, sampleMoved, type VectorField } from './displacement-field.ts';
import { refineField } from './lead-image.ts';
import { toCubicVoxels } from '../prepare-for-registration.ts';
import { smoothField } from '../smooth-field.ts';
import { evenBrightness } from './even-brightness.ts';
import { fitVelocity, halfWay, type ImagePair } from './fit-velocity.ts';

/** Two dates of one head, rigidly aligned, on one grid of cubic voxels along the LPS axes. */
export interface HeadPair {
  readonly earlier: Volume;
  readonly later: Volume;
  /** Brain and the fluid round it; not empty. */
  readonly brain: Mask;
}

/** In whose space a change is given, and what happens between the rounds. */
export interface ChangeOptions {
  readonly space: 'earlier' | 'later';
  /** Called every few tenths of a second; may throw to stop. */
  readonly pause: () => Promise<void>;
}

/**
 * Size of the change in percent that 95 % of the brain stays below, on the map of a brain that has not changed between two scans
 * with different coils and noise: middle of six simulated heads.
 *
 * @see models/brain-atrophy/two_dates.py, which measures it: `nullPercent` of two-dates.json
 */
export const unchangedPercent = 5;

/** Kept round the brain on every side. */
const marginMm = 12;
const stiffness = { stretching: 0.03, bending: 0.2 };
const roundsCoarse = 4;
const roundsFine = 2;
/** What is left of the difference, standard deviations of the brain, where the two images are no longer of the same thing. */
const largestResidual = 0.75;
const residualBlurMm = [4, 4, 4] as const;
const mapBlurMm = [3, 3, 3] as const;
const smallestJacobian = 1e-3;

/**
 * Change of volume of every bit of the brain between two dates, by symmetric deformable registration: 4 mm, then the grid's own
 * resolution.
 *
 * @returns natural logarithm of later over earlier volume on the grid of the images; NaN outside the brain, and where the two
 *   dates could not be made to agree (a tumour, an operation, a hole in the image)
 * @throws whatever `pause` throws
 */
export async function measureChange({ earlier, later, brain }: HeadPair, options: ChangeOptions): Promise<Volume> {
  const { grid } = earlier;
  const logRatio = new Float32Array(voxelCount(grid)).fill(NaN);
  const box = boxAroundMasks([brain], marginMm);
  if (box === null) return { grid, data: logRatio };
  const inside = cropData(brain.data, box);
  const acquired = { grid: box.grid, from: cropData(earlier.data, box), to: cropData(later.data, box) };
  const pair = evenBrightness(acquired, inside);
  const velocity = await velocityOf(pair, options.pause);
  const onward = options.space === 'earlier';
  const determinant = jacobianDeterminant(integrateVelocity(velocity, onward ? 1 : -1));
  const residual = residualIn(pair, velocity, onward ? 0.5 : -0.5);
  const found = determinant.map((value, v) => {
    if (inside[v] === 0 || (residual[v] as number) > largestResidual) return NaN;
    return (onward ? 1 : -1) * Math.log(Math.max(smallestJacobian, value));
  });
  pasteData(found, box, logRatio);
  return { grid, data: logRatio };
}

/**
 * A measured change as a map shows it: a Gaussian mean of what is trusted nearby, because the change of a single voxel is mostly
 * noise. Volumes of structures come from the change itself.
 */
export function softenedChange({ grid, data }: Volume): Volume {
  const known = { grid, data: data.map((value) => (Number.isNaN(value) ? 0 : 1)) };
  const values = { grid, data: data.map((value) => (Number.isNaN(value) ? 0 : value)) };
  const [weights, sums] = [smoothField(known, mapBlurMm), smoothField(values, mapBlurMm)];
  return {
    grid,
    data: data.map((value, v) => (Number.isNaN(value) ? NaN : (sums[v] as number) / (weights[v] as number))),
  };
}

/** Coarse to fine. */
async function velocityOf(pair: ImagePair, pause: () => Promise<void>): Promise<VectorField> {
  const edgeMm = 2 * pair.grid.spacingMm[0];
  const [from, to] = [pair.from, pair.to].map((data) => toCubicVoxels({ grid: pair.grid, data }, edgeMm)) as [
    Volume,
    Volume,
  ];
  const coarse = { grid: from.grid, from: from.data, to: to.data };
  const rough = await fitVelocity(coarse, still(from.grid), { stiffness, rounds: roundsCoarse, pause });
  return fitVelocity(pair, refineField(rough, pair.grid), { stiffness, rounds: roundsFine, pause });
}

function still(grid: Grid): VectorField {
  const nothing = (): Float32Array => new Float32Array(voxelCount(grid));
  return { grid, along: [nothing(), nothing(), nothing()] };
}

/** Root mean square of the difference that is left near every voxel, seen from one of the images. */
function residualIn(pair: ImagePair, velocity: VectorField, timeToMiddle: number): Float32Array {
  const [from, to] = halfWay(pair, velocity);
  const squares = from.map((value, v) => (value - (to[v] as number)) ** 2);
  const around = smoothField({ grid: pair.grid, data: squares }, residualBlurMm);
  return sampleMoved(around, integrateVelocity(velocity, timeToMiddle)).map(Math.sqrt);
}

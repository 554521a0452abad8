import { courses, type Course } from '../../base/atrophy-rates.ts';
import type { Grid } from '../../base/grid.ts';
import { vectorSampler } from '../../register/deform/vector-sampler.ts';
import type { LabelShares } from '../structure-volumes.ts';
import type { AtrophyQuestion } from './atrophy-question.ts';
import type { AtrophyAnswer } from './atrophy-reader.ts';

type Triple = readonly [number, number, number];

/** Place and size of the space within the skull, in voxels of its grid: slices, rows, columns. */
interface SkullFrame {
  readonly centreVoxel: Triple;
  readonly deviationVoxel: Triple;
}

/** Mean of the training scenes of one course in one direction. */
export interface GroupMean {
  readonly direction: 'since' | 'ahead';
  readonly course: Course;
  /** Years of all scenes of the mean together. */
  readonly years: number;
  /** Yearly logarithm of every structure's volume. */
  readonly yearlyLogarithm: Readonly<Record<string, number>>;
  /** Voxels of the fields' grid per year along slices, rows, columns; one value per voxel, columns fastest. */
  readonly along: readonly [Float32Array, Float32Array, Float32Array];
}

/** A rival that knows no single brain. It hears what the question tells, and looks at nothing but the size of the head. */
export interface GroupMeans {
  readonly frame: SkullFrame;
  /** Training scenes by course. */
  readonly scenes: Readonly<Record<string, number>>;
  readonly means: readonly GroupMean[];
}

/**
 * Mean velocity of the scenes that fit a question, laid over a head.
 *
 * @param shares of the head's labels on the grid of the fields
 * @see models/brain-atrophy/group_means.py, the twin
 */
export function groupMeanAnswer(means: GroupMeans, question: AtrophyQuestion, shares: LabelShares): AtrophyAnswer {
  const { grid } = shares;
  const frame = frameOf(shares);
  const length = grid.size[0] * grid.size[1] * grid.size[2];
  const sums = [new Float32Array(length), new Float32Array(length), new Float32Array(length)] as const;
  for (const { mean, weight } of weighted(means, question)) {
    carry(mean.along, { from: means.frame, to: frame, grid }, (v, vector) => {
      for (const axis of [0, 1, 2] as const) sums[axis][v] = (sums[axis][v] as number) + weight * vector[axis];
    });
  }
  const [slices, rows, columns] = sums;
  return {
    velocity: { grid, along: [columns, rows, slices] },
    brightness: { grid, data: new Float32Array(length) },
  };
}

/** Mean change of a structure, percent of what it was before; null where no mean names it. */
export function groupMeanChange(means: GroupMeans, question: AtrophyQuestion, structure: string): number | null {
  let [logarithm, isNamed] = [0, false];
  for (const { mean, weight } of weighted(means, question)) {
    const rate = mean.yearlyLogarithm[structure];
    if (rate === undefined) continue;
    isNamed = true;
    logarithm += Math.abs(weight) * rate;
  }
  return isNamed ? 100 * Math.expm1(logarithm) : null;
}

interface WeightedMean {
  readonly mean: GroupMean;
  /** Years, negative on the way back. */
  readonly weight: number;
}

/** An unknown course is the mixture of the training scenes, an unknown span their mean. */
function weighted({ means, scenes }: GroupMeans, { direction, course, years }: AtrophyQuestion): WeightedMean[] {
  const wanted: readonly Course[] = course === null ? courses : [course];
  const fitting = means.filter((mean) => mean.direction === direction && wanted.includes(mean.course));
  const allYears = fitting.reduce((sum, mean) => sum + mean.years, 0);
  const heads = wanted.reduce((sum, name) => sum + (scenes[name] ?? 0), 0);
  const span = years ?? allYears / Math.max(heads, 1);
  const sign = direction === 'since' ? -1 : 1;
  return fitting.map((mean) => ({ mean, weight: (sign * span * mean.years) / Math.max(allYears, 1e-6) }));
}

/** Reads a field of one frame at every voxel of a grid in another: its places and its lengths follow. */
function carry(
  [slices, rows, columns]: GroupMean['along'],
  { from, to, grid }: { readonly from: SkullFrame; readonly to: SkullFrame; readonly grid: Grid },
  visit: (v: number, vector: Triple) => void,
): void {
  const sample = vectorSampler([slices, rows, columns], grid.size);
  const found = new Float64Array(3);
  const ratio = (axis: 0 | 1 | 2): number => from.deviationVoxel[axis] / to.deviationVoxel[axis];
  const [rz, ry, rx] = [ratio(0), ratio(1), ratio(2)];
  const place = (axis: 0 | 1 | 2, at: number, stretch: number): number =>
    from.centreVoxel[axis] + (at - to.centreVoxel[axis]) * stretch;
  const [nx, ny, nz] = grid.size;
  for (let k = 0, v = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      for (let i = 0; i < nx; i++, v++) {
        sample(place(2, i, rx), place(1, j, ry), place(0, k, rz), found);
        visit(v, [(found[0] as number) / rz, (found[1] as number) / ry, (found[2] as number) / rx]);
      }
    }
  }
}

/** Centre and standard deviation of what lies within the skull. */
function frameOf({ grid, maps: [outside] }: LabelShares): SkullFrame {
  const [nx, ny, nz] = grid.size;
  const profiles = [new Float64Array(nz), new Float64Array(ny), new Float64Array(nx)] as const;
  for (let k = 0, v = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      for (let i = 0; i < nx; i++, v++) {
        const share = 1 - (outside?.[v] ?? 1);
        profiles[0][k] = (profiles[0][k] as number) + share;
        profiles[1][j] = (profiles[1][j] as number) + share;
        profiles[2][i] = (profiles[2][i] as number) + share;
      }
    }
  }
  const moments = profiles.map((profile) => {
    const total = Math.max(
      1e-6,
      profile.reduce((sum, share) => sum + share, 0),
    );
    const centre = profile.reduce((sum, share, at) => sum + share * at, 0) / total;
    const square = profile.reduce((sum, share, at) => sum + share * (at - centre) ** 2, 0) / total;
    return [centre, Math.max(1, Math.sqrt(square))] as const;
  });
  const part = (which: 0 | 1): Triple => moments.map((moment) => moment[which]) as unknown as Triple;
  return { centreVoxel: part(0), deviationVoxel: part(1) };
}

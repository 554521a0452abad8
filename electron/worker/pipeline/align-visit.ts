import { identityAffine, type Affine } from '../../core/base/affine.ts';
import { sameGrid } from '../../core/base/grid.ts';
import type { Mask, Volume } from '../../core/base/volume.ts';
import type { Warning } from '../../core/base/warning.ts';
import { matchQuality } from '../../core/register/match-quality.ts';
import { matchWarnings, registerVolumes, type Registration } from '../../core/register/register-volume.ts';
import { resampleVolume } from '../../core/register/resample-volume.ts';
import type { RigidEngine } from '../../core/register/rigid-engine.ts';
import type { ForecastSequence, ImagesBySequence } from '../../core/simulate/forecast-types.ts';
import { breatheOrStop } from './breathe.ts';
import type { NativeImage, NativeVisit } from './load-visit.ts';

/** How one series was laid over the baseline. */
export interface AlignedSeries {
  readonly date: string;
  readonly sequence: ForecastSequence;
  readonly movingToFixed: Affine;
  readonly fixedToMoving: Affine;
  readonly quality: number;
}

/** One visit on the baseline's grid. */
export interface AlignedVisit {
  readonly date: string;
  readonly day: number;
  readonly native: NativeVisit;
  readonly images: ImagesBySequence;
  readonly alignments: readonly AlignedSeries[];
  readonly warnings: readonly Warning[];
}

/** What every series is laid over. */
export interface AlignmentTarget {
  readonly fixed: Volume;
  /** The baseline's brain, where the match is judged. */
  readonly brain: Mask;
  readonly engine: RigidEngine;
  readonly signal: AbortSignal;
}

/**
 * Lays every image of one visit over the baseline's grid. Series of one visit that share a frame of reference share the
 * transform of the first: the scanner placed them together, and thick slices say less than the scanner does.
 *
 * @throws ExpectedError 'register/failed', 'job/cancelled'
 */
export async function alignVisit(visit: NativeVisit, target: AlignmentTarget): Promise<AlignedVisit> {
  const images: Partial<Record<ForecastSequence, Volume>> = {};
  const alignments: AlignedSeries[] = [];
  const warnings: Warning[] = [...visit.warnings];
  const known: { frame: string; registration: Motion }[] = [];
  for (const image of visit.images) {
    const frame = frameOfReference(image);
    const shared = frame === '' ? undefined : known.find((entry) => entry.frame === frame)?.registration;
    const motion = image.volume === target.fixed ? still : (shared ?? (await register(image, visit.date, target)));
    if (motion !== shared) known.push({ frame, registration: motion });
    await breatheOrStop(target.signal);
    const volume = onTarget(image.volume, target.fixed, motion.fixedToMoving);
    images[image.sequence] = volume;
    const judged = motion === shared ? judge(image, visit.date, target, motion.fixedToMoving) : motion;
    warnings.push(...judged.warnings);
    const { quality } = judged;
    const { movingToFixed, fixedToMoving } = motion;
    alignments.push({ date: visit.date, sequence: image.sequence, movingToFixed, fixedToMoving, quality });
  }
  return { date: visit.date, day: visit.day, native: visit, images, alignments, warnings };
}

type Motion = Pick<Registration, 'movingToFixed' | 'fixedToMoving' | 'quality' | 'warnings'>;
type Judged = Pick<Registration, 'quality' | 'warnings'>;

const still: Motion = { movingToFixed: identityAffine, fixedToMoving: identityAffine, quality: 1, warnings: [] };

function register(image: NativeImage, date: string, target: AlignmentTarget): Promise<Motion> {
  return registerVolumes(target.fixed, image.volume, target.engine, {
    date,
    sequence: image.sequence,
    signal: target.signal,
    fixedRegion: target.brain,
  });
}

/** A series that takes over another's motion is judged by itself. */
function judge(image: NativeImage, date: string, target: AlignmentTarget, fixedToMoving: Affine): Judged {
  const moved = resampleVolume(image.volume, target.fixed.grid, fixedToMoving, NaN);
  const match = matchQuality(target.fixed, moved, target.brain);
  return { quality: match.quality, warnings: matchWarnings(match, { date, sequence: image.sequence }) };
}

/** The volume itself when it lies on the target already, so that its voxels stay untouched. */
function onTarget(volume: Volume, fixed: Volume, fixedToMoving: Affine): Volume {
  if (volume === fixed) return volume;
  const isStill = fixedToMoving.every((value, index) => Math.abs(value - (identityAffine[index] ?? 0)) < 1e-9);
  if (isStill && sameGrid(volume.grid, fixed.grid)) return { grid: fixed.grid, data: volume.data };
  return resampleVolume(volume, fixed.grid, fixedToMoving);
}

function frameOfReference(image: NativeImage): string {
  return image.series.headers[0]?.frameOfReferenceUid ?? '';
}

import { composeAffine, invertAffine, type Affine } from '../base/affine.ts';
import { ExpectedError, throwIfCancelled } from '../base/expected-error.ts';
import type { CancelSignal } from '../base/signal.ts';
import type { Mask, Volume } from '../base/volume.ts';
import type { Warning } from '../base/warning.ts';
import { coarseAlignment } from './coarse-alignment.ts';
import { motionJudge, poorMatchBelow, type Match } from './match-quality.ts';
import { prepareForRegistration } from './prepare-for-registration.ts';
import type { RigidEngine } from './rigid-engine.ts';
import { moveGrid } from './rigid-motion.ts';

/** Part of the region that must be covered for no 'register/partial-overlap' warning. */
const fullOverlapAbove = 0.95;

/** What registration is told about the pair. */
export interface RegisterOptions {
  /** ISO date and sequence of the moving volume, for warnings and problems. */
  readonly date: string;
  readonly sequence: string;
  /** Where the match is judged, on the fixed grid: the brain. Without it, the whole overlap. */
  readonly fixedRegion?: Mask;
  readonly signal?: CancelSignal;
}

/** How one volume lies over another. */
export interface Registration {
  /** Rigid map of LPS millimetres. */
  readonly movingToFixed: Affine;
  readonly fixedToMoving: Affine;
  /** 0 (no relation) to 1 (perfect match), see match-quality.ts. */
  readonly quality: number;
  /** Part of the region (or of the fixed grid) that the moving volume covers. */
  readonly overlapFraction: number;
  readonly warnings: readonly Warning[];
}

/**
 * Rigid registration of two volumes of one head that need not share a frame of reference: a coarse search from several
 * starts, then the engine from there, then the better of the two by the match inside the region.
 *
 * @throws ExpectedError 'register/failed' when the engine fails; 'job/cancelled'
 */
export async function registerVolumes(
  fixed: Volume,
  moving: Volume,
  engine: RigidEngine,
  options: RegisterOptions,
): Promise<Registration> {
  const [preparedFixed, preparedMoving] = [prepareForRegistration(fixed), prepareForRegistration(moving)];
  throwIfCancelled(options.signal);
  const start = coarseAlignment(preparedFixed, preparedMoving, options.signal);
  throwIfCancelled(options.signal);
  const refined = await refine(preparedFixed, preparedMoving, start, { engine, options });
  const judge = motionJudge(preparedFixed, preparedMoving, options.fixedRegion);
  const [coarse, fine] = [judge(start), judge(refined)];
  // An engine that drifted away from a good start is worse than the start.
  const best = coarse.quality > fine.quality + 0.02 ? { map: start, ...coarse } : { map: refined, ...fine };
  return {
    movingToFixed: invertAffine(best.map),
    fixedToMoving: best.map,
    quality: best.quality,
    overlapFraction: best.overlapFraction,
    warnings: matchWarnings(best, options),
  };
}

/** The engine searches from the identity, so the moving volume is put in place first; moving its grid needs no resampling. */
async function refine(
  fixed: Volume,
  moving: Volume,
  start: Affine,
  { engine, options }: { engine: RigidEngine; options: RegisterOptions },
): Promise<Affine> {
  const placed = { grid: moveGrid(moving.grid, invertAffine(start)), data: moving.data };
  try {
    const rest = await engine.align(fixed, placed, options.signal);
    const map = composeAffine(start, rest);
    if (!map.every(Number.isFinite)) throw new Error('not a finite motion');
    return map;
  } catch (error) {
    if (error instanceof ExpectedError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new ExpectedError({ code: 'register/failed', date: options.date, reason });
  }
}

/** What the user must know about a match: that it is poor, or that the scan covers only a part. */
export function matchWarnings(match: Match, { date, sequence }: Pick<RegisterOptions, 'date' | 'sequence'>): Warning[] {
  const warnings: Warning[] = [];
  const { quality, overlapFraction } = match;
  if (quality < poorMatchBelow) {
    warnings.push({ code: 'register/poor-match', date, sequence, quality, expectedAtLeast: poorMatchBelow });
  }
  if (overlapFraction < fullOverlapAbove) {
    warnings.push({ code: 'register/partial-overlap', date, sequence, overlapFraction });
  }
  return warnings;
}

import type { Affine } from '../base/affine.ts';
import type { CancelSignal } from '../base/signal.ts';
import type { Mask, Volume } from '../base/volume.ts';
import type { Warning } from '../base/warning.ts';
import type { RigidEngine } from './rigid-engine.ts';

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
 * Rigid registration of two volumes of one head that need not share a frame of reference.
 *
 * @throws ExpectedError 'register/failed' when no finite rigid motion is found; 'job/cancelled'
 */
export async function registerVolumes(
  fixed: Volume,
  moving: Volume,
  engine: RigidEngine,
  options: RegisterOptions,
): Promise<Registration> {
  throw new Error(`not built yet: ${[fixed, moving, engine, options].length}`);
}

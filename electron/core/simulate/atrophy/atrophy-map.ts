import type { Volume } from '../../base/volume.ts';
import type { LabelShares } from '../structure-volumes.ts';
import type { ScanSide } from './structure-changes.ts';
import { brainLabels, shareOf } from './structure-changes.ts';

/** Where tissue was lost or gained. */
export interface AtrophyMap {
  /** Change of volume at every voxel, in `unit`, negative for a loss; NaN where it is not to be trusted. */
  readonly change: Volume;
  readonly unit: '%' | '%/year';
  /** What controls seem to change by chance, in `unit`: smaller changes mean nothing. */
  readonly threshold: number;
}

/** Where a change means something: brain, and the ventricles that grow as it shrinks. */
const trustedLabels: ReadonlySet<string> = new Set([...brainLabels, 'ventricles']);
const leastTrusted = 0.5;
/** A drawn answer that folds here counts as one that leaves a tenth. */
const smallestRatio = 0.1;

/**
 * Map of the change between the scan and another brain.
 *
 * @param determinant of the displacement from the scan to the other brain, on the grid of the shares
 * @param scanIs `later` when the other brain is the healthy counterpart
 * @param years between the two; null gives the whole change
 * @param nullPercent change of the whole interval that controls seem to have
 */
export function atrophyMap(
  shares: LabelShares,
  determinant: Float32Array,
  scanIs: ScanSide,
  { years, nullPercent }: { readonly years: number | null; readonly nullPercent: number },
): AtrophyMap {
  const trusted = shareOf(shares, trustedLabels);
  const power = (scanIs === 'later' ? -1 : 1) / (years ?? 1);
  const data = determinant.map((ratio, v) =>
    (trusted[v] as number) < leastTrusted || !(ratio > 0) ? NaN : 100 * (ratio ** power - 1),
  );
  return {
    change: { grid: shares.grid, data },
    unit: years === null ? '%' : '%/year',
    threshold: nullPercent / (years ?? 1),
  };
}

/** Share of the map where the loss, or the gain, is larger than the threshold, 0..1. */
export function shareBeyond({ change, threshold }: AtrophyMap, direction: 'loss' | 'gain'): number {
  let [known, beyond] = [0, 0];
  for (const value of change.data) {
    if (Number.isNaN(value)) continue;
    known++;
    if (direction === 'loss' ? value < -threshold : value > threshold) beyond++;
  }
  return known === 0 ? 0 : beyond / known;
}

/**
 * Standard deviation of the sampled answers' change at every voxel, percentage points of the whole change from the earlier to the
 * later brain.
 *
 * @param determinants of the displacements from the scan to the other brain, one per sampled answer, on one grid
 * @param scanIs `later` when the other brain is the healthy counterpart
 */
export function spreadOfChange(grid: Volume['grid'], determinants: readonly Float32Array[], scanIs: ScanSide): Volume {
  const [first] = determinants;
  const data = new Float32Array(first?.length ?? 0);
  for (let v = 0; v < data.length; v++) {
    let [sum, squares] = [0, 0];
    for (const determinant of determinants) {
      const ratio = Math.max(smallestRatio, determinant[v] as number);
      const percent = 100 * ((scanIs === 'later' ? 1 / ratio : ratio) - 1);
      sum += percent;
      squares += percent * percent;
    }
    const mean = sum / determinants.length;
    data[v] = Math.sqrt(Math.max(0, squares / determinants.length - mean * mean));
  }
  return { grid, data };
}

import type { Mask } from '../base/volume.ts';
import { dice } from './dice.ts';
import { requireSameGrid } from './require-same-grid.ts';

/**
 * Dice of the voxels predicted to change since the baseline with those that did change, growth and shrinkage alike.
 * "No change" scores 0 wherever anything changed, however large the lesion.
 *
 * @throws RangeError when the masks are not on one grid
 * @see models/common/metrics.py growth_region_dice
 */
export function growthRegionDice(predicted: Mask, actual: Mask, baseline: Mask): number {
  return dice(changedVoxels(predicted, baseline), changedVoxels(actual, baseline));
}

/** Share of the way from the score of "no change" to a perfect 1; NaN when no way is left. */
export function skillOverPersistence(score: number, scoreNoChange: number): number {
  return scoreNoChange >= 1 ? NaN : (score - scoreNoChange) / (1 - scoreNoChange);
}

/** Voxels inside exactly one of the two regions. */
export function changedVoxels(region: Mask, baseline: Mask): Mask {
  requireSameGrid(region, baseline);
  const data = new Uint8Array(region.data.length);
  for (let v = 0; v < data.length; v++) data[v] = (region.data[v] === 0) === (baseline.data[v] === 0) ? 0 : 1;
  return { grid: region.grid, data };
}

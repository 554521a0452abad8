import type { Mask } from '../base/volume.ts';
import { squaredDistancesMm2 } from '../register/distance-field.ts';
import { requireSameGrid } from './require-same-grid.ts';

const bandMm = 10;
/** Distances are float32; a voxel at exactly the width belongs to the band. */
const slackMm2 = 1e-3;

/**
 * Voxels near the true edge, where a probability is tested: the centre of a voxel of the other kind lies within the width.
 * Far from the edge every method is right, and the score would say nothing.
 *
 * @param inside voxels that may count at all, for example the brain
 * @returns nothing where the region is empty or fills the grid
 * @see models/common/probability_metrics.py edge_band
 */
export function edgeBand(actual: Mask, inside: Mask, widthMm = bandMm): Mask {
  requireSameGrid(actual, inside);
  const { grid } = actual;
  const isMember = actual.data.map((value) => (value === 0 ? 0 : 1));
  const set = { isMember, size: grid.size, spacingMm: grid.spacingMm };
  const toInside = squaredDistancesMm2({ ...set, member: 1 });
  const toOutside = squaredDistancesMm2({ ...set, member: 0 });
  const limit = widthMm * widthMm + slackMm2;
  const data = new Uint8Array(isMember.length);
  for (let v = 0; v < data.length; v++) {
    const other = isMember[v] === 0 ? (toInside[v] as number) : (toOutside[v] as number);
    data[v] = other <= limit && inside.data[v] !== 0 ? 1 : 0;
  }
  return { grid, data };
}

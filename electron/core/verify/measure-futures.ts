import { cropData } from '../base/grid-box.ts';
import { voxelCount } from '../base/grid.ts';
import { unpackMask } from '../base/packed-mask.ts';
import type { Mask } from '../base/volume.ts';
import type { ForecastOutput } from '../simulate/forecast-types.ts';
import { measureVisit, type MeasuredVisit } from './response.ts';

/**
 * Measures the core of every sampled future.
 *
 * @param day of all of them
 * @param earlier outlines of the real visits, on the full grid
 */
export function measureFutures(
  { box, cores }: ForecastOutput['packedFutures'],
  day: number,
  earlier: readonly Mask[],
): MeasuredVisit[] {
  const { grid } = box;
  const known = earlier.map(({ data }) => ({ grid, data: cropData(data, box) }));
  return cores.map((core) => measureVisit(day, { grid, data: unpackMask(core, voxelCount(grid)) }, known));
}

import { voxelCount, type Grid } from '../../base/grid.ts';
import type { Mask } from '../../base/volume.ts';
import { markCells, visitMarked } from '../../register/deform/marked-cells.ts';
import { trilinearSampler } from '../../register/resample-field.ts';
import type { LabelShares } from '../structure-volumes.ts';

/** Brain and the fluid round it as the model saw them, on the grid of a scan of the same space. */
export function insideSkull({ grid, maps: [outside] }: LabelShares, target: Grid): Mask {
  const data = new Uint8Array(voxelCount(target));
  if (outside === undefined) return { grid: target, data };
  const sample = trilinearSampler(outside, grid.size, 1);
  const cells = markCells(grid.size, (v) => (outside[v] as number) < 0.5);
  visitMarked(target, grid, cells, ([v], x, y, z) => {
    if (sample(x, y, z) < 0.5) data[v] = 1;
  });
  return { grid: target, data };
}

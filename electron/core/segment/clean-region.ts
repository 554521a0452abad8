import { voxelCount, voxelVolumeMm3 } from '../base/grid.ts';
import type { Mask } from '../base/volume.ts';
import type { Field } from '../register/resample-field.ts';
import { connectedComponents } from './components.ts';
import { fillHoles } from './fill-holes.ts';

/** A mask without its parts that are smaller than `leastMl`. */
export function dropSpecks(mask: Mask, leastMl: number): Mask {
  const { labels, voxels } = connectedComponents(mask);
  const leastVoxels = (1000 * leastMl) / voxelVolumeMm3(mask.grid);
  const kept = voxels.findLastIndex((count) => count >= leastVoxels) + 1;
  const data = new Uint8Array(labels.length);
  for (let v = 0; v < data.length; v++) data[v] = labels[v] !== 0 && (labels[v] as number) <= kept ? 1 : 0;
  return { grid: mask.grid, data };
}

/** A mask without its parts of which less than a share of the voxels lies inside another mask of the same grid. */
export function dropOutside(mask: Mask, inside: Mask, leastShare: number): Mask {
  const { labels, voxels } = connectedComponents(mask);
  const within = new Float64Array(voxels.length);
  for (let v = 0; v < labels.length; v++) {
    const label = labels[v] as number;
    if (label !== 0 && inside.data[v] !== 0) within[label - 1] = (within[label - 1] as number) + 1;
  }
  const data = new Uint8Array(labels.length);
  for (let v = 0; v < data.length; v++) {
    const label = labels[v] as number;
    data[v] = label !== 0 && (within[label - 1] as number) >= leastShare * (voxels[label - 1] as number) ? 1 : 0;
  }
  return { grid: mask.grid, data };
}

/**
 * A probability whose part above a value is one piece without holes: further pieces get 0, holes 1. The edge of the piece, as
 * linear interpolation sees it, stays where it was.
 *
 * @param value above which a voxel belongs
 */
export function inOnePiece({ grid, data }: Field, value: number): Field {
  const above = new Uint8Array(voxelCount(grid));
  for (let v = 0; v < above.length; v++) above[v] = (data[v] as number) > value ? 1 : 0;
  const { labels } = connectedComponents({ grid, data: above }, 6);
  const largest = new Uint8Array(above.length);
  for (let v = 0; v < above.length; v++) largest[v] = labels[v] === 1 ? 1 : 0;
  const filled = fillHoles({ grid, data: largest });
  const out = data.map((probability, v) => {
    if (filled.data[v] !== 0) return largest[v] === 0 ? 1 : probability;
    return above[v] === 0 ? probability : 0;
  });
  return { grid, data: out };
}

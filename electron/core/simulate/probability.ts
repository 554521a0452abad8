import { voxelCount } from '../base/grid.ts';
import type { Volume } from '../base/volume.ts';
import { pasteData, type GridBox } from '../base/grid-box.ts';

/** Adds one future to the count of each voxel, in place. */
export function countFuture(count: Uint16Array, future: Uint8Array): void {
  for (let v = 0; v < count.length; v++) count[v] = (count[v] as number) + (future[v] as number);
}

/**
 * Share of the futures that cover each voxel.
 *
 * @param count futures that cover each voxel of the box
 * @returns 0..1 on the full grid, 0 outside the box
 */
export function probabilityVolume(count: Uint16Array, futures: number, box: GridBox): Volume {
  const part = new Float32Array(count.length);
  for (let v = 0; v < part.length; v++) part[v] = (count[v] as number) / futures;
  const data = new Float32Array(voxelCount(box.full));
  pasteData(part, box, data);
  return { grid: box.full, data };
}

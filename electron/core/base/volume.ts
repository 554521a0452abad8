import type { Grid } from './grid.ts';
import { voxelVolumeMm3 } from './grid.ts';

/** A scalar image on a grid: stored values after rescale slope and intercept (CT: Hounsfield units; MR: arbitrary). */
export interface Volume {
  readonly grid: Grid;
  /** One value per voxel, columns fastest. */
  readonly data: Float32Array;
}

/** A binary region on a grid: 1 inside, 0 outside. */
export interface Mask {
  readonly grid: Grid;
  readonly data: Uint8Array;
}

/** Number of voxels inside a mask. */
export function maskVoxels(mask: Mask): number {
  let count = 0;
  for (let v = 0; v < mask.data.length; v++) if (mask.data[v] !== 0) count++;
  return count;
}

/** Volume of a mask in millilitres. */
export function maskVolumeMl(mask: Mask): number {
  return (maskVoxels(mask) * voxelVolumeMm3(mask.grid)) / 1000;
}

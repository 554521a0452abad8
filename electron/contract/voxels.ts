import type { Grid } from '../core/base/grid.ts';

/** A volume that the engine holds; its voxels are fetched under a one-time token. */
export interface VolumeReference {
  readonly volumeId: string;
  readonly grid: Grid;
  readonly type: 'float32' | 'uint8';
  /** 1st and 99th percentile inside the head, for the first window setting. */
  readonly displayRange: readonly [number, number];
  readonly synthetic: boolean;
}

/** Permission to fetch the voxels of one volume once: `GET <host>/voxels/<token>`, little endian, columns fastest. */
export interface VoxelTicket {
  readonly token: string;
  readonly byteLength: number;
}

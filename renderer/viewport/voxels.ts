import type { VolumeReference } from '../../electron/contract/voxels.ts';

/** A volume's voxels in the window's memory, columns fastest. */
export interface Voxels {
  readonly reference: VolumeReference;
  readonly data: Float32Array | Uint8Array;
}

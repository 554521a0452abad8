import { throwIfCancelled } from '../base/expected-error.ts';
import { voxelCount, type Grid } from '../base/grid.ts';
import type { AbortSignalLike } from '../base/signal.ts';
import type { Volume } from '../base/volume.ts';
import { decodePixels } from './decode-pixels.ts';
import type { ImageHeader } from './image-header.ts';

/** Where the pixels of the slices come from. */
export interface PixelSource {
  /** How many slices may be asked for at once. */
  readonly lanes: number;
  /**
   * Value of Pixel Data of one slice. The bytes are used before the same lane asks again, so that a lane may keep one
   * buffer.
   */
  readPixels(slice: number, lane: number): Promise<Uint8Array>;
}

/**
 * Puts slices together to a volume, slice by slice: beside the volume itself only one slice per lane is in memory.
 *
 * @param headers one per slice, in the order of the grid
 * @throws ExpectedError 'dicom/truncated', 'dicom/unsupported-pixels', 'job/cancelled'
 */
export async function assembleVolume(
  grid: Grid,
  headers: readonly ImageHeader[],
  source: PixelSource,
  signal?: AbortSignalLike,
): Promise<Volume> {
  const data = new Float32Array(voxelCount(grid));
  const sliceVoxels = grid.size[0] * grid.size[1];
  let next = 0;
  const runLane = async (lane: number): Promise<void> => {
    for (let slice = next++; slice < headers.length; slice = next++) {
      throwIfCancelled(signal);
      const header = headers[slice] as ImageHeader;
      const pixelBytes = await source.readPixels(slice, lane);
      decodePixels(pixelBytes, header, data.subarray(slice * sliceVoxels, (slice + 1) * sliceVoxels));
    }
  };
  await Promise.all(Array.from({ length: source.lanes }, (_, lane) => runLane(lane)));
  return { grid, data };
}

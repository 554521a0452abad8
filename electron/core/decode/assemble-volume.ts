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
   * Fills `target` with the value of Pixel Data of one slice.
   *
   * @returns how many bytes there were
   */
  readPixels(slice: number, target: Uint8Array): Promise<number>;
}

/**
 * Puts slices together to a volume. Stored pixels are read into the end of the very memory that their decoded values then
 * fill from its beginning, so that nothing but the volume itself is ever in memory.
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
  const runLane = async (): Promise<void> => {
    for (let slice = next++; slice < headers.length; slice = next++) {
      throwIfCancelled(signal);
      const header = headers[slice] as ImageHeader;
      const target = data.subarray(slice * sliceVoxels, (slice + 1) * sliceVoxels);
      const stored = storedPart(target, header);
      const bytesRead = await source.readPixels(slice, stored);
      decodePixels(stored.subarray(0, bytesRead), header, target);
    }
  };
  await Promise.all(Array.from({ length: source.lanes }, runLane));
  return { grid, data };
}

/**
 * The end of a slice's own memory, as long as its stored pixels. Decoding forward never overtakes itself there: value i is
 * written to bytes 4i to 4i + 3, and of n stored values of b bytes the i-th begins at (4 - b) n + b i, which is not before
 * 4i + 4 - b.
 */
function storedPart(target: Float32Array, header: ImageHeader): Uint8Array {
  const storedBytes = target.length * Math.min(4, Math.ceil(header.pixels.bitsAllocated / 8));
  return new Uint8Array(target.buffer, target.byteOffset + target.byteLength - storedBytes, storedBytes);
}

import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { ExpectedError } from '../../core/base/expected-error.ts';
import { voxelCount } from '../../core/base/grid.ts';
import type { AbortSignalLike } from '../../core/base/signal.ts';
import { assembleVolume } from '../../core/decode/assemble-volume.ts';
import { decodeNifti } from '../../core/decode/decode-nifti.ts';
import type { ImageHeader } from '../../core/decode/image-header.ts';
import type { LoadableSeries, LoadedVolume } from './loadable-series.ts';
import { refuseTooLarge } from './memory-budget.ts';
import { readNiftiFile } from './read-nifti-file.ts';

/** Slices read at once. */
const lanes = 4;

/**
 * Loads the voxels of a series. DICOM slices are read straight into the memory of the volume.
 *
 * @throws ExpectedError the series' own problem, 'series/too-large', 'file/not-readable', 'dicom/truncated',
 *   'nifti/malformed', 'job/cancelled'
 */
export async function loadSeries(series: LoadableSeries, signal?: AbortSignalLike): Promise<LoadedVolume> {
  const { grid, problem } = series;
  if (problem !== null) throw new ExpectedError(problem);
  if (grid === null) throw new Error('a series without a problem has a grid');
  refuseTooLarge(4 * voxelCount(grid));
  if (series.kind === 'nifti') return loadNifti(series.paths[0] ?? '', signal);
  const readPixels = (slice: number, target: Uint8Array): Promise<number> =>
    readPart(series.paths[slice] ?? '', series.headers[slice] as ImageHeader, target);
  const volume = await assembleVolume(grid, series.headers, { lanes, readPixels }, signal);
  return { volume, warnings: [] };
}

async function loadNifti(path: string, signal?: AbortSignalLike): Promise<LoadedVolume> {
  const name = basename(path);
  return decodeNifti(await readNiftiFile(path, name, signal), name);
}

/** Reads the pixels of one file; gives fewer bytes when the file has shrunk since it was indexed. */
async function readPart(path: string, header: ImageHeader, target: Uint8Array): Promise<number> {
  try {
    const handle = await open(path, 'r');
    try {
      return (await handle.read(target, 0, target.length, header.pixels.pixelDataOffset ?? 0)).bytesRead;
    } finally {
      await handle.close();
    }
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code;
    if (reason === undefined) throw error;
    throw new ExpectedError({ code: 'file/not-readable', file: header.file, reason });
  }
}

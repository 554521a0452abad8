import { open, readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { ExpectedError } from '../../core/base/expected-error.ts';
import type { Grid } from '../../core/base/grid.ts';
import type { AbortSignalLike } from '../../core/base/signal.ts';
import { maskVoxels, type Mask, type Volume } from '../../core/base/volume.ts';
import type { Warning } from '../../core/base/warning.ts';
import { decodeNifti } from '../../core/decode/decode-nifti.ts';
import { decodeSegmentation } from '../../core/decode/decode-segmentation.ts';
import { gridDistanceMm, layMaskOn, matchLattice } from '../../core/decode/match-grid.ts';
import type { LoadedMask } from './loadable-series.ts';
import { readNiftiFile } from './read-nifti-file.ts';

/** A mask may lie this far beside its image's voxels: two programs round the same geometry differently. */
const toleranceMm = 1;
/** Below this the two geometries are the same. */
const noticeableMm = 0.01;

/**
 * Loads a lesion mask, NIfTI or DICOM SEG, on exactly the grid of its image. Axes that the file stores turned round or
 * exchanged are brought into the image's order. A NIfTI mask must cover the image's grid; a SEG may hold part of its
 * slices.
 *
 * @throws ExpectedError 'mask/other-grid', 'mask/empty', 'mask/not-binary', 'nifti/malformed', 'file/not-readable', and
 *   those of `decodeSegmentation`
 */
export async function loadMask(path: string, reference: Grid, signal?: AbortSignalLike): Promise<LoadedMask> {
  const file = basename(path);
  if (await isDicom(path, file))
    return placed(onlySegment(new Uint8Array(await readFile(path)), file), file, reference);
  const { volume, warnings } = decodeNifti(await readNiftiFile(path, file, signal), file);
  if (gridDistanceMm(volume.grid, reference) > toleranceMm) throw otherGrid(volume.grid, reference, file);
  const loaded = placed(binaryMask(volume, file), file, reference);
  return { mask: loaded.mask, warnings: [...warnings, ...loaded.warnings] };
}

function placed(mask: Mask, file: string, reference: Grid): LoadedMask {
  if (maskVoxels(mask) === 0) throw new ExpectedError({ code: 'mask/empty', file });
  const match = matchLattice(mask.grid, reference);
  const laid = match !== null && match.distanceMm <= toleranceMm ? layMaskOn(mask, reference, match) : null;
  if (match === null || laid === null) throw otherGrid(mask.grid, reference, file);
  const warnings: Warning[] =
    match.distanceMm > noticeableMm ? [{ code: 'decode/mask-moved', file, distanceMm: match.distanceMm }] : [];
  return { mask: laid, warnings };
}

function binaryMask({ grid, data }: Volume, file: string): Mask {
  const labels = new Set<number>();
  const inside = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i++) {
    const value = data[i] as number;
    if (value === 0) continue;
    inside[i] = 1;
    if (labels.size < 8) labels.add(value);
  }
  if (labels.size > 1)
    throw new ExpectedError({ code: 'mask/not-binary', file, labels: [...labels].sort((a, b) => a - b) });
  return { grid, data: inside };
}

/** The one segment that marks something; a file with several regions leaves open which one is meant. */
function onlySegment(bytes: Uint8Array, file: string): Mask {
  const marked = decodeSegmentation(bytes, file).filter(({ mask }) => maskVoxels(mask) > 0);
  const [first, ...others] = marked;
  if (first === undefined) throw new ExpectedError({ code: 'mask/empty', file });
  if (others.length > 0)
    throw new ExpectedError({ code: 'mask/not-binary', file, labels: marked.map(({ number }) => number) });
  return first.mask;
}

function otherGrid(mask: Grid, reference: Grid, file: string): ExpectedError {
  const distanceMm = gridDistanceMm(mask, reference);
  return new ExpectedError({
    code: 'mask/other-grid',
    file,
    maskSize: mask.size,
    imageSize: reference.size,
    distanceMm,
  });
}

async function isDicom(path: string, file: string): Promise<boolean> {
  try {
    const handle = await open(path, 'r');
    const { buffer } = await handle.read(Buffer.alloc(4), 0, 4, 128).finally(() => handle.close());
    return buffer.toString('latin1') === 'DICM';
  } catch (error) {
    throw new ExpectedError({
      code: 'file/not-readable',
      file,
      reason: (error as NodeJS.ErrnoException).code ?? 'unknown',
    });
  }
}

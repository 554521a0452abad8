import { ExpectedError } from '../base/expected-error.ts';
import { voxelCount } from '../base/grid.ts';
import type { Volume } from '../base/volume.ts';
import type { Warning } from '../base/warning.ts';
import { walkTowardsLps, type AxisWalk } from './axis-order.ts';
import { readNiftiHeader, type NiftiHeader } from './nifti-header.ts';

/** A decoded NIfTI volume and what had to be assumed. */
export interface DecodedNifti {
  readonly volume: Volume;
  readonly warnings: readonly Warning[];
}

type ReadVoxel = (view: DataView, offset: number, littleEndian: boolean) => number;

/** Bytes of a voxel and how to read it, by NIfTI datatype code. */
const datatypes: Readonly<Record<number, readonly [bytes: number, read: ReadVoxel]>> = {
  2: [1, (view, at) => view.getUint8(at)],
  4: [2, (view, at, little) => view.getInt16(at, little)],
  8: [4, (view, at, little) => view.getInt32(at, little)],
  16: [4, (view, at, little) => view.getFloat32(at, little)],
  64: [8, (view, at, little) => view.getFloat64(at, little)],
  256: [1, (view, at) => view.getInt8(at)],
  512: [2, (view, at, little) => view.getUint16(at, little)],
  768: [4, (view, at, little) => view.getUint32(at, little)],
  1024: [8, (view, at, little) => Number(view.getBigInt64(at, little))],
  1280: [8, (view, at, little) => Number(view.getBigUint64(at, little))],
};

/**
 * Decodes a NIfTI volume. Its voxels are brought into the order closest to left, posterior, superior, so that the grid
 * is right-handed whatever the file's order was; every value stays at its place in the patient.
 *
 * @param bytes the uncompressed file
 * @throws ExpectedError 'nifti/malformed'
 */
export function decodeNifti(bytes: Uint8Array, file: string): DecodedNifti {
  const header = readNiftiHeader(bytes, file);
  if (bytes.length < niftiFileBytes(header, file))
    throw new ExpectedError({ code: 'nifti/malformed', file, reason: 'it ends before its data are complete' });
  const walk = walkTowardsLps(header.grid);
  const data = readVoxels(bytes, header, walk, datatypeOf(header, file));
  const nonFinite = zeroNonFinite(data);
  const warnings: Warning[] = [];
  if (!header.axesKnown) warnings.push({ code: 'decode/axes-flipped-unknown', file });
  if (nonFinite > 0) warnings.push({ code: 'decode/non-finite-voxels', file, voxels: nonFinite });
  return { volume: { grid: walk.grid, data }, warnings };
}

/**
 * Length that the uncompressed file must have at least.
 *
 * @throws ExpectedError 'nifti/malformed' for voxel types that are no numbers
 */
export function niftiFileBytes(header: NiftiHeader, file: string): number {
  return header.voxelOffset + voxelCount(header.grid) * datatypeOf(header, file)[0];
}

function datatypeOf(header: NiftiHeader, file: string): readonly [bytes: number, read: ReadVoxel] {
  const datatype = datatypes[header.datatypeCode];
  if (datatype !== undefined) return datatype;
  throw new ExpectedError({ code: 'nifti/malformed', file, reason: `its voxels are of type ${header.datatypeCode}` });
}

function readVoxels(
  bytes: Uint8Array,
  header: NiftiHeader,
  walk: AxisWalk,
  [size, read]: readonly [number, ReadVoxel],
): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset + header.voxelOffset);
  const { littleEndian, slope, intercept } = header;
  const [columns, rows, slices] = walk.grid.size;
  const data = new Float32Array(columns * rows * slices);
  let out = 0;
  for (let k = 0; k < slices; k++) {
    for (let j = 0; j < rows; j++) {
      let at = walk.start + k * walk.strides[2] + j * walk.strides[1];
      for (let i = 0; i < columns; i++) {
        data[out++] = slope * read(view, at * size, littleEndian) + intercept;
        at += walk.strides[0];
      }
    }
  }
  return data;
}

function zeroNonFinite(data: Float32Array): number {
  let count = 0;
  for (let i = 0; i < data.length; i++) {
    if (Number.isFinite(data[i])) continue;
    data[i] = 0;
    count++;
  }
  return count;
}

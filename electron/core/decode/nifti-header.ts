import { readHeader } from 'nifti-reader-js';
import type { Affine } from '../base/affine.ts';
import { ExpectedError } from '../base/expected-error.ts';
import type { Grid } from '../base/grid.ts';
import { length, scale, type Vec3 } from '../base/vector.ts';
import { obliquityDegrees } from './axis-order.ts';

/** What a NIfTI file says before its voxels. */
export interface NiftiHeader {
  /** The lattice in the order of the file, LPS. */
  readonly grid: Grid;
  /** False when neither sform nor qform is set: the axes are then assumed. */
  readonly axesKnown: boolean;
  readonly littleEndian: boolean;
  readonly datatypeCode: number;
  /** Offset of the voxels from the start of the (uncompressed) file. */
  readonly voxelOffset: number;
  readonly slope: number;
  readonly intercept: number;
}

/** Bytes that are enough for the header of either version. */
export const niftiHeaderBytes = 540;
/** Shear below this is rounding of the stored matrix. */
const obliquityToleranceDegrees = 0.5;
const millimetresPerUnit: Readonly<Record<number, number>> = { 1: 1000, 2: 1, 3: 0.001 };

type RawHeader = ReturnType<typeof readHeader>;

/**
 * Reads the header of NIfTI-1 or NIfTI-2: sform where it is set, else qform, turned from RAS to LPS.
 *
 * @param bytes the uncompressed file or its first 540 bytes
 * @throws ExpectedError 'nifti/malformed'
 * @see https://nifti.nimh.nih.gov/nifti-1 (nifti1.h, methods 1 to 3)
 */
export function readNiftiHeader(bytes: Uint8Array, file: string): NiftiHeader {
  const raw = parse(bytes, file);
  const size = sizeOf(raw, file);
  const voxelToRas = affineOf(raw, bytes, size);
  const grid = gridOf(voxelToRas, size, file);
  if (obliquityDegrees(grid) > obliquityToleranceDegrees)
    throw malformed(file, `its axes miss being perpendicular by ${obliquityDegrees(grid).toFixed(1)} degrees`);
  const voxelOffset = Math.round(raw.vox_offset);
  if (!(voxelOffset >= 348)) throw malformed(file, 'its voxels begin inside its header');
  const isScaled = Number.isFinite(raw.scl_slope) && raw.scl_slope !== 0;
  return {
    grid,
    axesKnown: raw.sform_code > 0 || raw.qform_code > 0,
    littleEndian: raw.littleEndian,
    datatypeCode: raw.datatypeCode,
    voxelOffset,
    slope: isScaled ? raw.scl_slope : 1,
    intercept: isScaled && Number.isFinite(raw.scl_inter) ? raw.scl_inter : 0,
  };
}

/** Whether bytes begin like a NIfTI file of either version, header and voxels in one file. */
export function isNifti(bytes: Uint8Array): boolean {
  return isVersion1(bytes) || isVersion2(bytes);
}

function isVersion1(bytes: Uint8Array): boolean {
  return bytes[344] === 0x6e && bytes[345] === 0x2b && bytes[346] === 0x31;
}

function isVersion2(bytes: Uint8Array): boolean {
  return bytes[4] === 0x6e && bytes[5] === 0x2b && bytes[6] === 0x32;
}

function parse(bytes: Uint8Array, file: string): RawHeader {
  if (!isNifti(bytes) || bytes.length < 348) throw malformed(file, 'it has no NIfTI header');
  // Exactly the header: behind it the library would walk extensions, which are not needed and may be hostile.
  if (!isVersion1(bytes) && bytes.length < niftiHeaderBytes) throw malformed(file, 'its header is cut off');
  const header = bytes.slice(0, isVersion1(bytes) ? 348 : niftiHeaderBytes);
  try {
    return readHeader(header.buffer);
  } catch {
    throw malformed(file, 'its header cannot be read');
  }
}

function sizeOf(raw: RawHeader, file: string): Vec3 {
  const dimensions = raw.dims[0] ?? 0;
  const size = [1, 2, 3].map((k) => (k <= dimensions ? (raw.dims[k] ?? 0) : 1));
  const extra = [4, 5, 6, 7].filter((k) => k <= dimensions).map((k) => raw.dims[k] ?? 1);
  if (dimensions < 1 || dimensions > 7 || size.some((n) => !(n >= 1 && n <= 32767)))
    throw malformed(file, `its size ${size.join(' x ')} makes no volume`);
  const volumes = extra.reduce((product, n) => product * Math.max(1, n), 1);
  if (volumes > 1) throw malformed(file, `it holds ${volumes} volumes; one is needed`);
  return size as unknown as Vec3;
}

/** Voxel to RAS, by method 3, 2 or 1; lengths in millimetres. */
function affineOf(raw: RawHeader, bytes: Uint8Array, size: Vec3): Affine {
  const unit = millimetresPerUnit[raw.xyzt_units & 7] ?? 1;
  if (raw.sform_code > 0) return storedAffine(raw, bytes).map((value) => value * unit);
  if (raw.qform_code > 0) return quaternionAffine(raw).map((value) => value * unit);
  // Neither is set: the customary reading is that x grows to the left, centred; see 'decode/axes-flipped-unknown'.
  const [sx, sy, sz] = pixelSizes(raw).map((s) => s * unit) as unknown as Vec3;
  const [cx, cy, cz] = size.map((n) => (n - 1) / 2) as unknown as Vec3;
  return [-sx, 0, 0, sx * cx, 0, sy, 0, -sy * cy, 0, 0, sz, -sz * cz];
}

function storedAffine(raw: RawHeader, bytes: Uint8Array): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: 12 }, (_, k) =>
    isVersion1(bytes) ? view.getFloat32(280 + 4 * k, raw.littleEndian) : view.getFloat64(400 + 8 * k, raw.littleEndian),
  );
}

function quaternionAffine(raw: RawHeader): number[] {
  const [b, c, d] = [raw.quatern_b, raw.quatern_c, raw.quatern_d];
  // Rounding may push b2 + c2 + d2 a little above 1: then a is 0.
  const norm = Math.max(1, Math.hypot(b, c, d));
  const [x, y, z] = [b / norm, c / norm, d / norm];
  const w = Math.sqrt(Math.max(0, 1 - x * x - y * y - z * z));
  const [sx, sy, size3] = pixelSizes(raw);
  const sz = (raw.pixDims[0] ?? 1) < 0 ? -size3 : size3;
  return [
    [(w * w + x * x - y * y - z * z) * sx, 2 * (x * y - w * z) * sy, 2 * (x * z + w * y) * sz, raw.qoffset_x],
    [2 * (x * y + w * z) * sx, (w * w + y * y - x * x - z * z) * sy, 2 * (y * z - w * x) * sz, raw.qoffset_y],
    [2 * (x * z - w * y) * sx, 2 * (y * z + w * x) * sy, (w * w + z * z - y * y - x * x) * sz, raw.qoffset_z],
  ].flat();
}

function pixelSizes(raw: RawHeader): Vec3 {
  const size = (k: number): number => Math.abs(raw.pixDims[k] ?? 1) || 1;
  return [size(1), size(2), size(3)];
}

function gridOf(voxelToRas: Affine, size: Vec3, file: string): Grid {
  // RAS to LPS: the first two coordinates change sign.
  const column = (c: number): Vec3 => [-(voxelToRas[c] ?? 0), -(voxelToRas[4 + c] ?? 0), voxelToRas[8 + c] ?? 0];
  const axes = [column(0), column(1), column(2)] as const;
  const spacingMm = axes.map(length) as unknown as Vec3;
  if (!spacingMm.every((s) => Number.isFinite(s) && s > 1e-4)) throw malformed(file, 'its axes have no length');
  const direction = (k: 0 | 1 | 2): Vec3 => scale(axes[k], 1 / spacingMm[k]);
  return { size, spacingMm, originMm: column(3), directions: [direction(0), direction(1), direction(2)] };
}

function malformed(file: string, reason: string): ExpectedError {
  return new ExpectedError({ code: 'nifti/malformed', file, reason });
}

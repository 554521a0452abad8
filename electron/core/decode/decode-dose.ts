import { ExpectedError } from '../base/expected-error.ts';
import type { Grid } from '../base/grid.ts';
import { cross, scale, type Vec3 } from '../base/vector.ts';
import type { Volume } from '../base/volume.ts';
import { decodePixels, pixelProblem } from './decode-pixels.ts';
import type { ImageHeader } from './image-header.ts';
import { readDataset, type FileDataset } from './read-dataset.ts';
import { readHeader } from './read-header.ts';
import { gapToleranceMm, sliceSpacingMm } from './slice-spacing.ts';
import { tags } from './tags.ts';

/** Total dose of a plan of radiotherapy. */
export interface DecodedDose {
  /** Gy. */
  readonly dose: Volume;
  /** The space that the dose lies in; shared with the scans that it was planned on. */
  readonly frameOfReferenceUid: string;
}

/** SOP class of RT Dose. */
export const doseSopClassUid = '1.2.840.10008.5.1.4.1.1.481.2';

/** Sums over whole plans; all others are parts of a course, such as one beam or one fraction. */
const wholePlans = new Set(['PLAN', 'MULTI_PLAN', 'PLAN_OVERVIEW']);
const unsignedBits = new Set([16, 32]);
/** Offsets this close to each other are the same number, written by different hands. */
const sameOffsetMm = 0.01;

/**
 * Decodes a classic RT Dose: unsigned 16 or 32 bit dose planes times Dose Grid Scaling, placed by the Grid Frame Offset Vector.
 *
 * @param bytes the whole file
 * @throws ExpectedError 'dose/not-dose', 'dose/unsupported' for other units, errors, parts of a course and uneven planes,
 *   'dicom/unsupported-pixels', 'dicom/missing-attribute', 'dicom/malformed', 'dicom/truncated', and those of `readDataset`
 * @see DICOM PS3.3 A.18.3 and C.8.8.3
 */
export function decodeDose(bytes: Uint8Array, file: string): DecodedDose {
  const dataset = readDataset({ bytes, file, fileLength: bytes.length });
  refuseOtherKinds(dataset);
  const header = scaledHeader(readHeader(bytes, file), dataset);
  const problem = pixelProblem(header);
  if (problem !== null) throw new ExpectedError(problem);
  const grid = doseGrid(header, dataset);
  const voxels = grid.size[0] * grid.size[1];
  const planeBytes = (voxels * header.pixels.bitsAllocated) / 8;
  const { pixelDataOffset, pixelDataLength } = header.pixels;
  if ((pixelDataLength ?? 0) < planeBytes * grid.size[2]) throw new ExpectedError({ code: 'dicom/truncated', file });
  const start = pixelDataOffset ?? 0;
  const data = new Float32Array(voxels * grid.size[2]);
  for (let k = 0; k < grid.size[2]; k++) {
    const plane = bytes.subarray(start + k * planeBytes, start + (k + 1) * planeBytes);
    decodePixels(plane, header, data.subarray(k * voxels, (k + 1) * voxels));
  }
  return { dose: { grid, data }, frameOfReferenceUid: header.frameOfReferenceUid };
}

function refuseOtherKinds({ source: { file }, values }: FileDataset): void {
  const unsupported = (reason: string): ExpectedError => new ExpectedError({ code: 'dose/unsupported', file, reason });
  if (values.text(tags.sopClassUid) !== doseSopClassUid) {
    const found = values.text(tags.modality) || 'of no named modality';
    throw new ExpectedError({ code: 'dose/not-dose', file, found });
  }
  const [units, kind] = [values.text(tags.doseUnits), values.text(tags.doseType)];
  if (units !== 'GY') throw unsupported(`doses in ${units || 'unnamed units'}`);
  if (kind === 'ERROR') throw unsupported('errors of a dose');
  const sum = values.text(tags.doseSummationType);
  if (sum === '') throw missing(file, 'DoseSummationType');
  if (!wholePlans.has(sum)) throw unsupported(`part of a course (${sum})`);
  const bits = values.number(tags.bitsAllocated) ?? 0;
  if (!unsignedBits.has(bits) || values.number(tags.pixelRepresentation) !== 0) {
    const reason = `${bits} bits, ${values.number(tags.pixelRepresentation) === 0 ? 'unsigned' : 'signed'}`;
    throw new ExpectedError({ code: 'dicom/unsupported-pixels', file, reason });
  }
}

/** A dose plane reads like any image whose rescale slope is the Dose Grid Scaling. */
function scaledHeader(header: ImageHeader, { source: { file }, values }: FileDataset): ImageHeader {
  const rescaleSlope = values.number(tags.doseGridScaling);
  if (rescaleSlope === null) throw missing(file, 'DoseGridScaling');
  return { ...header, pixels: { ...header.pixels, numberOfFrames: 1, rescaleSlope, rescaleIntercept: 0 } };
}

function doseGrid({ geometry, file }: ImageHeader, { values }: FileDataset): Grid {
  const { rows, columns, imagePositionPatient: origin, imageOrientationPatient: axes, pixelSpacingMm } = geometry;
  if (origin === null) throw missing(file, 'ImagePositionPatient');
  if (axes === null) throw missing(file, 'ImageOrientationPatient');
  if (pixelSpacingMm === null) throw missing(file, 'PixelSpacing');
  const offsets = values.numbers(tags.gridFrameOffsetVector);
  const frames = values.number(tags.numberOfFrames) ?? 1;
  if (offsets.length === 0) throw missing(file, 'GridFrameOffsetVector');
  if (offsets.length !== frames) throw malformed(file, `${frames} frames, but ${offsets.length} offsets of frames`);
  const normal = cross(axes[0], axes[1]);
  const depthsMm = depthsAlong(normal, origin, offsets, file);
  const upwards = (depthsMm[1] ?? 0) > 0;
  if (!depthsMm.every((depth, k) => k === 0 || depth > (depthsMm[k - 1] ?? depth) === upwards)) {
    throw malformed(file, 'its frames are out of order');
  }
  return {
    size: [columns, rows, frames],
    spacingMm: [pixelSpacingMm[1], pixelSpacingMm[0], frameSpacingMm(depthsMm, file)],
    originMm: origin,
    directions: [axes[0], axes[1], upwards ? normal : scale(normal, -1)],
  };
}

/**
 * Distance of each frame from the first along the normal. Offsets are relative, beginning with 0, or the frames' own z where
 * the planes are axial.
 *
 * @see DICOM PS3.3 C.8.8.3.2
 */
function depthsAlong(normal: Vec3, origin: Vec3, offsets: readonly number[], file: string): readonly number[] {
  const first = offsets[0] ?? NaN;
  if (Math.abs(first) <= sameOffsetMm) return offsets.map((offset) => offset - first);
  const axial = Math.abs(Math.abs(normal[2]) - 1) < 1e-4;
  if (axial && Math.abs(first - origin[2]) <= sameOffsetMm) {
    return offsets.map((z) => (z - first) * Math.sign(normal[2]));
  }
  throw malformed(file, 'its first frame offset is neither 0 nor the position of the first frame');
}

function frameSpacingMm(depthsMm: readonly number[], file: string): number {
  try {
    return sliceSpacingMm(depthsMm, gapToleranceMm(meanGapMm(depthsMm)));
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error;
    const reason = depthsMm.length < 2 ? 'a single plane' : 'planes at uneven distances';
    throw new ExpectedError({ code: 'dose/unsupported', file, reason });
  }
}

function meanGapMm(depthsMm: readonly number[]): number {
  return Math.abs((depthsMm.at(-1) ?? 0) - (depthsMm[0] ?? 0)) / Math.max(1, depthsMm.length - 1);
}

function missing(file: string, keyword: string): ExpectedError {
  return new ExpectedError({ code: 'dicom/missing-attribute', file, keyword });
}

function malformed(file: string, reason: string): ExpectedError {
  return new ExpectedError({ code: 'dicom/malformed', file, reason });
}

import { ExpectedError } from '../base/expected-error.ts';
import { voxelCount, type Grid } from '../base/grid.ts';
import { cross, dot, length, subtract, type Vec3 } from '../base/vector.ts';
import type { Mask } from '../base/volume.ts';
import type { ElementValues } from './element-values.ts';
import { readDataset, type FileDataset } from './read-dataset.ts';
import { sliceGeometry } from './read-header.ts';
import { tags } from './tags.ts';

/** One segment of a DICOM Segmentation. */
export interface DecodedSegment {
  readonly number: number;
  readonly label: string;
  /** On the stack of all frames of the file; slices without a frame are empty. */
  readonly mask: Mask;
}

/** SOP class of DICOM Segmentation. */
export const segmentationSopClassUid = '1.2.840.10008.5.1.4.1.1.66.4';

interface Frame {
  readonly segmentNumber: number;
  readonly positionMm: Vec3;
}

/** More slices than any scan has: a damaged position must not ask for memory without end. */
const mostSlices = 8192;
/** Positions this close belong to one slice. */
const samePositionMm = 0.01;

/**
 * Decodes a BINARY segmentation object: bits, lowest first, packed across frames, each frame placed by its position.
 *
 * @param bytes the whole file
 * @throws ExpectedError 'dicom/unsupported-pixels' for FRACTIONAL or LABELMAP, 'dicom/missing-attribute',
 *   'dicom/truncated', 'series/uneven-slices' when the frames lie on no common lattice
 * @see DICOM PS3.3 A.51 and C.8.20
 */
export function decodeSegmentation(bytes: Uint8Array, file: string): readonly DecodedSegment[] {
  const dataset = readDataset({ bytes, file, fileLength: bytes.length });
  refuseOtherKinds(dataset);
  const shared = dataset.values.items(tags.sharedFunctionalGroupsSequence)[0];
  const frames = dataset.values
    .items(tags.perFrameFunctionalGroupsSequence)
    .map((group) => frameOf(file, group, shared));
  const grid = gridOf(dataset, shared, frames);
  const pixelData = dataset.elements.get(tags.pixelData);
  if (pixelData === undefined) throw missing(file, 'PixelData');
  const needed = Math.ceil((grid.size[0] * grid.size[1] * frames.length) / 8);
  if ((pixelData.length ?? 0) < needed) throw new ExpectedError({ code: 'dicom/truncated', file });
  const bits = bytes.subarray(pixelData.offset, pixelData.offset + needed);
  return segmentsOf(dataset).map(({ number, label }) => {
    const mask: Mask = { grid, data: new Uint8Array(voxelCount(grid)) };
    frames.forEach((frame, index) => {
      if (frame.segmentNumber === number) unpackFrame(bits, index, mask, sliceOf(grid, frame));
    });
    return { number, label, mask };
  });
}

function refuseOtherKinds({ source, values, transferSyntaxUid }: FileDataset): void {
  const refuse = (reason: string): never => {
    throw new ExpectedError({ code: 'dicom/unsupported-pixels', file: source.file, reason });
  };
  if (values.text(tags.sopClassUid) !== segmentationSopClassUid) refuse('it is no segmentation');
  if (!['1.2.840.10008.1.2', '1.2.840.10008.1.2.1'].includes(transferSyntaxUid))
    throw new ExpectedError({ code: 'dicom/unsupported-transfer-syntax', file: source.file, transferSyntaxUid });
  const kind = values.text(tags.segmentationType);
  if (kind !== 'BINARY' || values.number(tags.bitsAllocated) !== 1) refuse(`a ${kind || 'nameless'} segmentation`);
}

function segmentsOf(dataset: FileDataset): readonly { readonly number: number; readonly label: string }[] {
  return dataset.values.items(tags.segmentSequence).map((segment) => ({
    number: segment.number(tags.segmentNumber) ?? 0,
    label: segment.text(tags.segmentLabel),
  }));
}

function frameOf(file: string, group: ElementValues, shared: ElementValues | undefined): Frame {
  const within = (tag: number): ElementValues | undefined => group.items(tag)[0] ?? shared?.items(tag)[0];
  const position = within(tags.planePositionSequence);
  const positionMm = position === undefined ? null : sliceGeometry(position).imagePositionPatient;
  if (positionMm === null) throw missing(file, 'ImagePositionPatient');
  const segment = within(tags.segmentIdentificationSequence)?.number(tags.referencedSegmentNumber);
  return { segmentNumber: segment ?? 1, positionMm };
}

function gridOf(dataset: FileDataset, shared: ElementValues | undefined, frames: readonly Frame[]): Grid {
  const { file } = dataset.source;
  const orientation = shared?.items(tags.planeOrientationSequence)[0];
  const measures = shared?.items(tags.pixelMeasuresSequence)[0];
  const axes = orientation === undefined ? null : sliceGeometry(orientation).imageOrientationPatient;
  const spacing = measures === undefined ? null : sliceGeometry(measures).pixelSpacingMm;
  if (axes === null) throw missing(file, 'ImageOrientationPatient');
  if (measures === undefined || spacing === null) throw missing(file, 'PixelSpacing');
  const { rows, columns } = sliceGeometry(dataset.values);
  const normal = cross(axes[0], axes[1]);
  const sorted = [...frames].sort((a, b) => dot(a.positionMm, normal) - dot(b.positionMm, normal));
  const first = sorted[0];
  if (first === undefined) throw missing(file, 'PerFrameFunctionalGroupsSequence');
  const depthsMm = sorted.map((frame) => dot(subtract(frame.positionMm, first.positionMm), normal));
  const stepMm = latticeStepMm(depthsMm, measures);
  const slices = Math.round((depthsMm[depthsMm.length - 1] ?? 0) / stepMm) + 1;
  if (slices > mostSlices)
    throw new ExpectedError({ code: 'dicom/malformed', file, reason: `it spans ${slices} slices` });
  return {
    size: [columns, rows, slices],
    spacingMm: [spacing[1], spacing[0], stepMm],
    originMm: first.positionMm,
    directions: [axes[0], axes[1], normal],
  };
}

/** Distance between slices; frames may be missing where a segment is empty, so that gaps are multiples of it. */
function latticeStepMm(depthsMm: readonly number[], measures: ElementValues): number {
  const gapsMm = depthsMm.slice(1).map((depth, k) => depth - (depthsMm[k] ?? depth));
  const steps = gapsMm.filter((gap) => gap > samePositionMm);
  const named = measures.number(tags.spacingBetweenSlices) ?? measures.number(tags.sliceThickness);
  const candidates = [named, Math.min(...steps)].filter((s): s is number => s !== null && Number.isFinite(s) && s > 0);
  const toleranceMm = 0.05;
  const fits = (step: number): boolean =>
    depthsMm.every((depth) => Math.abs(depth - Math.round(depth / step) * step) <= toleranceMm) &&
    steps.every((gap) => gap > step / 2);
  const step = candidates.find(fits);
  if (step !== undefined) return step;
  throw new ExpectedError(
    steps.length === 0 ? { code: 'series/single-slice' } : { code: 'series/uneven-slices', gapsMm: steps, toleranceMm },
  );
}

function sliceOf(grid: Grid, frame: Frame): number {
  const offset = subtract(frame.positionMm, grid.originMm);
  return Math.round(dot(offset, grid.directions[2]) / length(grid.directions[2]) / grid.spacingMm[2]);
}

function unpackFrame(bits: Uint8Array, frame: number, mask: Mask, slice: number): void {
  const sliceVoxels = mask.grid.size[0] * mask.grid.size[1];
  const firstBit = frame * sliceVoxels;
  for (let i = 0; i < sliceVoxels; i++) {
    const bit = firstBit + i;
    if ((((bits[bit >> 3] as number) >> (bit & 7)) & 1) === 1) mask.data[slice * sliceVoxels + i] = 1;
  }
}

function missing(file: string, keyword: string): ExpectedError {
  return new ExpectedError({ code: 'dicom/missing-attribute', file, keyword });
}

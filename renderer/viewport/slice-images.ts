import { cache, type Types } from '@cornerstonejs/core';
import type { Voxels } from './voxels.ts';
import { cutSlice } from './cut-slice.ts';
import { sliceOriginMm, slicePlane, type Orientation, type SlicePlane } from './slice-plane.ts';

/** Cornerstone finds our loader by the part of an image id before the colon; a volume's id must not contain one. */
export const sliceScheme = 'slice';

interface Held {
  readonly voxels: Voxels;
  readonly planes: Readonly<Record<Orientation, SlicePlane>>;
}

const held = new Map<string, Held>();

/** Image ids of all slices of one cut through a volume; slices are cut when they are first shown. */
export function sliceImageIds(voxels: Voxels, orientation: Orientation): string[] {
  const key = encodeURIComponent(voxels.reference.volumeId).replaceAll('.', '%2E');
  const { grid } = voxels.reference;
  if (!held.has(key)) {
    const plane = (name: Orientation): SlicePlane => slicePlane(grid, name);
    held.set(key, {
      voxels,
      planes: { axial: plane('axial'), coronal: plane('coronal'), sagittal: plane('sagittal') },
    });
  }
  const slices = slicePlane(grid, orientation).slices;
  return Array.from({ length: slices }, (_, index) => `${sliceScheme}:${key}.${orientation}.${index}`);
}

/** Forgets every volume and its slices, so that their memory is free. */
export function forgetSliceImages(): void {
  held.clear();
  cache.purgeCache();
}

/** One slice as Cornerstone wants it. */
export function imageOf(imageId: string): Types.IImage {
  const { voxels, plane, index } = find(imageId);
  const pixels = cutSlice(voxels.data, voxels.reference.grid, plane, index);
  const [lower, upper] = voxels.reference.displayRange;
  return {
    imageId,
    minPixelValue: lower,
    maxPixelValue: upper,
    slope: 1,
    intercept: 0,
    windowCenter: (lower + upper) / 2,
    windowWidth: Math.max(1e-6, upper - lower),
    getPixelData: () => pixels,
    rows: plane.rows,
    columns: plane.columns,
    height: plane.rows,
    width: plane.columns,
    columnPixelSpacing: plane.columnSpacingMm,
    rowPixelSpacing: plane.rowSpacingMm,
    color: false,
    rgba: false,
    numberOfComponents: 1,
    invert: false,
    sizeInBytes: pixels.byteLength,
    dataType: pixels instanceof Uint8Array ? 'Uint8Array' : 'Float32Array',
    imageFrame: {},
  } as unknown as Types.IImage;
}

/** Cornerstone's metadata modules for one slice; undefined for what we do not know. */
export function metadataOf(type: string, imageId: string): Record<string, unknown> | undefined {
  if (typeof imageId !== 'string' || !imageId.startsWith(`${sliceScheme}:`)) return undefined;
  if (type === 'generalSeriesModule') return { modality: 'MR' };
  const { voxels, plane, index } = find(imageId);
  if (type === 'imagePixelModule') return pixelModule(plane, voxels.data);
  if (type !== 'imagePlaneModule') return undefined;
  return {
    rows: plane.rows,
    columns: plane.columns,
    frameOfReferenceUID: 'longview',
    imagePositionPatient: [...sliceOriginMm(voxels.reference.grid, plane, index)],
    imageOrientationPatient: [...plane.acrossDirection, ...plane.downDirection],
    rowCosines: [...plane.acrossDirection],
    columnCosines: [...plane.downDirection],
    pixelSpacing: [plane.rowSpacingMm, plane.columnSpacingMm],
    rowPixelSpacing: plane.rowSpacingMm,
    columnPixelSpacing: plane.columnSpacingMm,
    sliceThickness: plane.sliceSpacingMm,
  };
}

function pixelModule(plane: SlicePlane, data: Float32Array | Uint8Array): Record<string, unknown> {
  const bits = 8 * data.BYTES_PER_ELEMENT;
  return {
    samplesPerPixel: 1,
    photometricInterpretation: 'MONOCHROME2',
    rows: plane.rows,
    columns: plane.columns,
    bitsAllocated: bits,
    bitsStored: bits,
    highBit: bits - 1,
    pixelRepresentation: 0,
  };
}

function find(imageId: string): { voxels: Voxels; plane: SlicePlane; index: number } {
  const [key = '', orientation = '', index = ''] = imageId.slice(sliceScheme.length + 1).split('.');
  const found = held.get(key);
  if (!found) throw new Error(`no volume is held for ${imageId}`);
  return { voxels: found.voxels, plane: found.planes[orientation as Orientation], index: Number(index) };
}

import { ExpectedError } from '../base/expected-error.ts';
import type { Grid } from '../base/grid.ts';
import { cross, dot, length, scale, subtract, type Vec3 } from '../base/vector.ts';
import type { ImageHeader, SliceGeometry } from './image-header.ts';
import { gapToleranceMm, sliceSpacingMm } from './slice-spacing.ts';
import { stackTolerance } from './stack-tolerance.ts';

/** A stack of slices: its lattice, and which header lies at which slice. */
export interface SliceStack {
  readonly grid: Grid;
  /** `order[k]` is the index, in the list given, of the header at slice k. */
  readonly order: readonly number[];
}

/** A slice whose place is known. */
interface PlacedSlice {
  readonly index: number;
  readonly header: ImageHeader;
  readonly positionMm: Vec3;
  readonly depthMm: number;
}

/** The plane that all slices of a stack share. */
interface StackPlane {
  readonly rows: number;
  readonly columns: number;
  readonly pixelSpacingMm: readonly [number, number];
  readonly columnDirection: Vec3;
  readonly rowDirection: Vec3;
  readonly normal: Vec3;
}

const repeatedToleranceMm = 1e-2;
const tiltToleranceDegrees = 0.5;

/**
 * Orders slices by their position along the normal (never by instance number) and derives their grid. The slice axis is
 * the normal, column direction x row direction, so that the grid is right-handed.
 *
 * @throws ExpectedError 'series/single-slice', 'series/mixed-geometry', 'series/repeated-slice', 'series/uneven-slices'
 *   with the measured gaps, 'series/tilted-stack', 'dicom/missing-attribute'
 * @see DICOM PS3.3 C.7.6.2.1.1
 */
export function stackSlices(headers: readonly ImageHeader[]): SliceStack {
  const first = headers[0];
  if (first === undefined) throw new ExpectedError({ code: 'series/single-slice' });
  const plane = planeOf(first);
  for (const header of headers) refuseOtherPlane(plane, header);
  const slices = headers.map((header, index) => placed(header, index, plane)).sort((a, b) => a.depthMm - b.depthMm);
  refuseRepeated(slices);
  const depthsMm = slices.map((slice) => slice.depthMm);
  const meanGap = ((depthsMm[depthsMm.length - 1] ?? 0) - (depthsMm[0] ?? 0)) / Math.max(1, depthsMm.length - 1);
  const gapMm = sliceSpacingMm(depthsMm, gapToleranceMm(meanGap));
  const { direction, stretch } = stackDirection(slices, plane);
  const grid: Grid = {
    size: [plane.columns, plane.rows, slices.length],
    spacingMm: [plane.pixelSpacingMm[1], plane.pixelSpacingMm[0], gapMm * stretch],
    originMm: slices[0]?.positionMm ?? [0, 0, 0],
    directions: [plane.columnDirection, plane.rowDirection, direction],
  };
  return { grid, order: slices.map((slice) => slice.index) };
}

function planeOf({ file, geometry }: ImageHeader): StackPlane {
  const { rows, columns, imageOrientationPatient: orientation, pixelSpacingMm } = geometry;
  if (orientation === null) throw missing(file, 'ImageOrientationPatient');
  if (pixelSpacingMm === null || !(pixelSpacingMm[0] > 0 && pixelSpacingMm[1] > 0)) throw missing(file, 'PixelSpacing');
  if (rows < 1 || columns < 1) throw missing(file, 'Rows');
  const [column, row] = orientation;
  const isOrthonormal =
    Math.abs(length(column) - 1) < 0.01 && Math.abs(length(row) - 1) < 0.01 && Math.abs(dot(column, row)) < 0.01;
  if (!isOrthonormal) throw missing(file, 'ImageOrientationPatient');
  const columnDirection = unit(column);
  const rowDirection = unit(subtract(row, scale(columnDirection, dot(row, columnDirection))));
  const normal = cross(columnDirection, rowDirection);
  return { rows, columns, pixelSpacingMm, columnDirection, rowDirection, normal };
}

function refuseOtherPlane(plane: StackPlane, { geometry }: ImageHeader): void {
  const keyword = differingAttribute(plane, geometry);
  if (keyword !== null) throw new ExpectedError({ code: 'series/mixed-geometry', keyword });
}

function differingAttribute(plane: StackPlane, geometry: SliceGeometry): string | null {
  const { rows, columns, imageOrientationPatient: orientation, pixelSpacingMm } = geometry;
  if (rows !== plane.rows) return 'Rows';
  if (columns !== plane.columns) return 'Columns';
  const differs = (a: Vec3 | undefined, b: Vec3): boolean =>
    a === undefined || length(subtract(a, b)) > stackTolerance.direction;
  if (differs(orientation?.[0], plane.columnDirection)) return 'ImageOrientationPatient';
  if (differs(orientation?.[1], plane.rowDirection)) return 'ImageOrientationPatient';
  const [rowGap, columnGap] = pixelSpacingMm ?? [0, 0];
  const isSameSpacing =
    Math.abs(rowGap - plane.pixelSpacingMm[0]) <= stackTolerance.spacingMm &&
    Math.abs(columnGap - plane.pixelSpacingMm[1]) <= stackTolerance.spacingMm;
  return isSameSpacing ? null : 'PixelSpacing';
}

function placed(header: ImageHeader, index: number, plane: StackPlane): PlacedSlice {
  const positionMm = header.geometry.imagePositionPatient;
  if (positionMm === null) throw missing(header.file, 'ImagePositionPatient');
  return { index, header, positionMm, depthMm: dot(positionMm, plane.normal) };
}

function refuseRepeated(slices: readonly PlacedSlice[]): void {
  slices.forEach((slice, k) => {
    const next = slices[k + 1];
    if (next === undefined || next.depthMm - slice.depthMm > repeatedToleranceMm) return;
    const files = [slice.header.file, next.header.file];
    throw new ExpectedError({ code: 'series/repeated-slice', positionMm: slice.depthMm, files });
  });
}

/** Direction from slice to slice; the normal unless positions drift sideways, which is followed up to a small tilt. */
function stackDirection(slices: readonly PlacedSlice[], plane: StackPlane): { direction: Vec3; stretch: number } {
  const [first, last] = [slices[0], slices[slices.length - 1]];
  if (first === undefined || last === undefined) return { direction: plane.normal, stretch: 1 };
  const depthMm = last.depthMm - first.depthMm;
  const drift = (slice: PlacedSlice): Vec3 =>
    subtract(subtract(slice.positionMm, first.positionMm), scale(plane.normal, slice.depthMm - first.depthMm));
  const lastDrift = drift(last);
  const bendMm = Math.max(
    ...slices.map((s) => length(subtract(drift(s), scale(lastDrift, (s.depthMm - first.depthMm) / depthMm)))),
  );
  if (bendMm > stackTolerance.bendMm)
    throw new ExpectedError({ code: 'series/mixed-geometry', keyword: 'ImagePositionPatient' });
  if (length(lastDrift) <= stackTolerance.straightMm) return { direction: plane.normal, stretch: 1 };
  const tiltDegrees = (Math.atan2(length(lastDrift), depthMm) * 180) / Math.PI;
  if (tiltDegrees > tiltToleranceDegrees)
    throw new ExpectedError({ code: 'series/tilted-stack', tiltDegrees, toleranceDegrees: tiltToleranceDegrees });
  const step = subtract(last.positionMm, first.positionMm);
  return { direction: unit(step), stretch: length(step) / depthMm };
}

function unit(vector: Vec3): Vec3 {
  return scale(vector, 1 / length(vector));
}

function missing(file: string, keyword: string): ExpectedError {
  return new ExpectedError({ code: 'dicom/missing-attribute', file, keyword });
}

import { voxelToLps } from '../base/grid.ts';
import type { Mask, Volume } from '../base/volume.ts';

const headerBytes = 352;
const [float32Code, uint8Code] = [16, 2];
const [scannerAnatomical, alignedAnatomical] = [1, 2];

/**
 * An image or a mask as a NIfTI-1 single file (`.nii`), little endian: sform and qform from the grid, LPS turned to RAS.
 * Images become float32, masks uint8.
 *
 * @param kind 'image' for a scan's own space, 'aligned' for what was brought to another scan's grid (sform code 1 or 2)
 * @param description at most 79 ASCII characters; predictions say so here
 * @see https://nifti.nimh.nih.gov/nifti-1
 */
export function writeNifti(volume: Volume | Mask, kind: 'image' | 'aligned', description: string): Uint8Array {
  const isMask = volume.data instanceof Uint8Array;
  const { size, spacingMm } = volume.grid;
  const bytes = new Uint8Array(headerBytes + volume.data.byteLength);
  const view = new DataView(bytes.buffer);
  view.setInt32(0, 348, true);
  [3, ...size, 1, 1, 1, 1].forEach((value, k) => view.setInt16(40 + 2 * k, value, true));
  view.setInt16(70, isMask ? uint8Code : float32Code, true);
  view.setInt16(72, isMask ? 8 : 32, true);
  const rows = rasRows(volume);
  const rotation = quaternion(rows, spacingMm);
  [rotation.handedness, ...spacingMm, 0, 0, 0, 0].forEach((value, k) => view.setFloat32(76 + 4 * k, value, true));
  view.setFloat32(108, headerBytes, true);
  view.setFloat32(112, 1, true);
  view.setUint8(123, 2); // millimetres
  writeAscii(bytes, 148, description.slice(0, 79));
  const code = kind === 'image' ? scannerAnatomical : alignedAnatomical;
  view.setInt16(252, code, true);
  view.setInt16(254, code, true);
  const offsets = [rows[3], rows[7], rows[11]] as [number, number, number];
  [...rotation.bcd, ...offsets].forEach((value, k) => view.setFloat32(256 + 4 * k, value, true));
  rows.forEach((value, k) => view.setFloat32(280 + 4 * k, value, true));
  writeAscii(bytes, 344, 'n+1');
  copyVoxels(volume.data, bytes, view);
  return bytes;
}

function copyVoxels(data: Float32Array | Uint8Array, bytes: Uint8Array, view: DataView): void {
  if (data instanceof Uint8Array) bytes.set(data, headerBytes);
  else for (let v = 0; v < data.length; v++) view.setFloat32(headerBytes + 4 * v, data[v] as number, true);
}

/** Voxel indices to RAS millimetres: the first two rows of the LPS map with the other sign. */
function rasRows({ grid }: Volume | Mask): number[] {
  // Adding 0 turns -0 into 0.
  return voxelToLps(grid).map((value, k) => (k < 8 ? -value + 0 : value));
}

/** Rotation of a grid's axes as NIfTI wants it: a unit quaternion (b, c, d) with a >= 0, and -1 for a left-handed grid. */
function quaternion(rows: readonly number[], spacingMm: readonly number[]) {
  const unit = (r: number, c: number): number => (rows[4 * r + c] as number) / (spacingMm[c] as number);
  const m = [0, 1, 2].map((r) => [0, 1, 2].map((c) => unit(r, c))) as [Row, Row, Row];
  const determinant =
    m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1]) -
    m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0]) +
    m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0]);
  const handedness = determinant < 0 ? -1 : 1;
  for (const row of m) row[2] *= handedness;
  return { handedness, bcd: bcdOfRotation(m) };
}

type Row = [number, number, number];

/** Quaternion of a rotation matrix by its largest component, so that no small number is divided by. */
function bcdOfRotation(m: readonly [Row, Row, Row]): Row {
  const [xx, yy, zz] = [m[0][0], m[1][1], m[2][2]];
  const squares = [1 + xx + yy + zz, 1 + xx - yy - zz, 1 - xx + yy - zz, 1 - xx - yy + zz];
  const largest = squares.indexOf(Math.max(...squares));
  const t = 0.5 * Math.sqrt(squares[largest] as number);
  const [p, q, r] = [m[2][1] - m[1][2], m[0][2] - m[2][0], m[1][0] - m[0][1]];
  const [xy, xz, yz] = [m[0][1] + m[1][0], m[0][2] + m[2][0], m[1][2] + m[2][1]];
  const abcd = [
    [4 * t * t, p, q, r],
    [p, 4 * t * t, xy, xz],
    [q, xy, 4 * t * t, yz],
    [r, xz, yz, 4 * t * t],
  ][largest]?.map((value) => value / (4 * t)) as [number, number, number, number];
  const sign = abcd[0] < 0 ? -1 : 1;
  return [sign * abcd[1], sign * abcd[2], sign * abcd[3]];
}

function writeAscii(bytes: Uint8Array, start: number, text: string): void {
  for (let k = 0; k < text.length; k++) bytes[start + k] = text.charCodeAt(k) & 0x7f;
}

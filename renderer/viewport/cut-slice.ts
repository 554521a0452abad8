import type { Grid } from '../../electron/core/base/grid.ts';
import type { SlicePlane } from './slice-plane.ts';

/** The voxels of one slice, row by row, as the screen shows them. Shares memory with the volume where the order allows it. */
export function cutSlice<T extends Float32Array | Uint8Array>(
  data: T,
  grid: Grid,
  plane: SlicePlane,
  index: number,
): T {
  const [columns, rows] = [grid.size[0], grid.size[1]];
  const strides = [1, columns, columns * rows] as const;
  const start = (axis: { axis: 0 | 1 | 2; sign: 1 | -1 }, count: number): number =>
    axis.sign > 0 ? 0 : (count - 1) * strides[axis.axis];
  const step = (axis: { axis: 0 | 1 | 2; sign: 1 | -1 }): number => strides[axis.axis] * axis.sign;
  const slice = plane.depth.sign > 0 ? index : plane.slices - 1 - index;
  const first = slice * strides[plane.depth.axis] + start(plane.across, plane.columns) + start(plane.down, plane.rows);
  const [stepAcross, stepDown] = [step(plane.across), step(plane.down)];
  if (stepAcross === 1 && stepDown === plane.columns) {
    return data.subarray(first, first + plane.columns * plane.rows) as T;
  }
  const make = data.constructor as new (length: number) => T;
  const out = new make(plane.columns * plane.rows);
  for (let row = 0, at = 0; row < plane.rows; row++) {
    let from = first + row * stepDown;
    for (let column = 0; column < plane.columns; column++, at++, from += stepAcross) out[at] = data[from] as number;
  }
  return out;
}

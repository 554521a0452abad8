import type { Affine } from '../base/affine.ts';
import { voxelCount, type Grid } from '../base/grid.ts';
import type { Vec3 } from '../base/vector.ts';

/** Between which source voxels the target voxels of one axis lie. */
interface AxisSamples {
  /** First target index inside the source, and the first one beyond it. */
  readonly from: number;
  readonly to: number;
  /** Source index at or below each target index. */
  readonly below: Int32Array;
  /** The next source index, or the same at the end of the axis. */
  readonly above: Int32Array;
  /** Share of the way from `below` to `above`, 0..1. */
  readonly fraction: Float64Array;
}

/** Whether a map between voxels keeps every axis along itself, stretched, turned round or moved. */
export function isAligned(targetToSource: Affine): boolean {
  return targetToSource.every((value, n) => n % 5 === 0 || n % 4 === 3 || value === 0);
}

/**
 * Trilinear samples where both grids have the same axes: each row of the target is blended from four rows of the source and
 * then sampled along itself, which is several times quicker than eight voxels for every sample.
 *
 * @param source field in its grid's voxel order
 * @param targetToSource voxels of the target to voxels of the source; `isAligned`
 * @param outside value beyond half a voxel outside the outermost centres
 */
export function resampleAligned(
  source: { readonly data: Float32Array; readonly size: Vec3 },
  target: Grid,
  targetToSource: Affine,
  outside: number,
): Float32Array {
  const { data, size } = source;
  const axis = (n: 0 | 1 | 2): AxisSamples =>
    axisSamples(target.size[n], size[n], targetToSource[5 * n] ?? 1, targetToSource[4 * n + 3] ?? 0);
  const [x, y, z] = [axis(0), axis(1), axis(2)];
  const [columns, rows] = target.size;
  const [least, most] = span(x);
  const slice = size[0] * size[1];
  const row = new Float64Array(size[0]);
  const out = new Float32Array(voxelCount(target)).fill(outside);
  for (let k = z.from; k < z.to; k++) {
    const [z0, z1, fz] = [(z.below[k] as number) * slice, (z.above[k] as number) * slice, z.fraction[k] as number];
    for (let j = y.from; j < y.to; j++) {
      const [y0, y1] = [(y.below[j] as number) * size[0], (y.above[j] as number) * size[0]];
      const fy = y.fraction[j] as number;
      const [a, b, c, d] = [z0 + y0, z0 + y1, z1 + y0, z1 + y1];
      const [wa, wb, wc, wd] = [(1 - fz) * (1 - fy), (1 - fz) * fy, fz * (1 - fy), fz * fy];
      for (let i = least; i <= most; i++) {
        row[i] =
          wa * (data[a + i] as number) +
          wb * (data[b + i] as number) +
          wc * (data[c + i] as number) +
          wd * (data[d + i] as number);
      }
      const first = columns * (j + rows * k);
      for (let i = x.from; i < x.to; i++) {
        const value = row[x.below[i] as number] as number;
        out[first + i] = value + (x.fraction[i] as number) * ((row[x.above[i] as number] as number) - value);
      }
    }
  }
  return out;
}

function axisSamples(targets: number, sources: number, step: number, start: number): AxisSamples {
  const below = new Int32Array(targets);
  const above = new Int32Array(targets);
  const fraction = new Float64Array(targets);
  let [from, to] = [targets, 0];
  for (let i = 0; i < targets; i++) {
    const at = step * i + start;
    if (!(at >= -0.5 && at <= sources - 0.5)) continue;
    from = Math.min(from, i);
    to = i + 1;
    const inside = Math.min(sources - 1, Math.max(0, at));
    below[i] = Math.floor(inside);
    above[i] = Math.min(sources - 1, Math.floor(inside) + 1);
    fraction[i] = inside - Math.floor(inside);
  }
  return { from, to, below, above, fraction };
}

/** Smallest and largest source index that an axis needs; an empty range where it needs none. */
function span({ from, to, below, above }: AxisSamples): readonly [number, number] {
  let [least, most] = [Infinity, -1];
  for (let i = from; i < to; i++) {
    least = Math.min(least, below[i] as number);
    most = Math.max(most, above[i] as number);
  }
  return [least, most];
}

import type { Grid } from '../../core/base/grid.ts';

/**
 * Reads several fields on one axis-aligned grid at one point by trilinear interpolation; 0 outside the grid.
 * Unlike the resampler of core/register it serves single points, because every point here is displaced by its own way.
 */
export interface PointSampler {
  /** Moves to a point (LPS, millimetres). @returns false outside the grid */
  moveTo(x: number, y: number, z: number): boolean;
  /** Value of a field at the point. */
  read(field: Float32Array): number;
}

/** A sampler for fields on `grid`, whose axes are those of LPS. */
export function pointSampler(grid: Grid): PointSampler {
  const [columns, rows, slices] = grid.size;
  const [ox, oy, oz] = grid.originMm;
  const [sx, sy, sz] = grid.spacingMm;
  const slice = columns * rows;
  let base = 0;
  let fu = 0;
  let fv = 0;
  let fw = 0;
  const moveTo = (x: number, y: number, z: number): boolean => {
    const u = (x - ox) / sx;
    const v = (y - oy) / sy;
    const w = (z - oz) / sz;
    if (!(u >= 0 && v >= 0 && w >= 0 && u < columns - 1 && v < rows - 1 && w < slices - 1)) return false;
    const i = u | 0;
    const j = v | 0;
    const k = w | 0;
    fu = u - i;
    fv = v - j;
    fw = w - k;
    base = i + columns * j + slice * k;
    return true;
  };
  const read = (field: Float32Array): number => {
    const b = base + columns;
    const c = base + slice;
    const d = c + columns;
    const near = mix(
      mix(field[base] as number, field[base + 1] as number, fu),
      mix(field[b] as number, field[b + 1] as number, fu),
      fv,
    );
    const far = mix(
      mix(field[c] as number, field[c + 1] as number, fu),
      mix(field[d] as number, field[d + 1] as number, fu),
      fv,
    );
    return mix(near, far, fw);
  };
  return { moveTo, read };
}

function mix(a: number, b: number, share: number): number {
  return a + share * (b - a);
}

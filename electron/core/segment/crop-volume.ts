import { applyAffine } from '../base/affine.ts';
import { voxelToLps, type Grid } from '../base/grid.ts';
import type { Vec3 } from '../base/vector.ts';
import type { Volume } from '../base/volume.ts';

/**
 * The part of a volume that holds everything brighter than a value, with a margin around it where the volume has one.
 *
 * @returns the volume itself when nothing is that bright
 */
export function cropToForeground(volume: Volume, above: number, marginMm: number): Volume {
  const { size, spacingMm } = volume.grid;
  let [x0, y0, z0, x1, y1, z1] = [...size, -1, -1, -1];
  for (let k = 0, v = 0; k < size[2]; k++) {
    for (let j = 0; j < size[1]; j++) {
      for (let i = 0; i < size[0]; i++, v++) {
        if (!((volume.data[v] as number) > above)) continue;
        if (i < x0) x0 = i;
        if (i > x1) x1 = i;
        if (j < y0) y0 = j;
        if (j > y1) y1 = j;
        if (k < z0) z0 = k;
        z1 = k;
      }
    }
  }
  if (x1 < 0) return volume;
  const margin = spacingMm.map((mm) => Math.ceil(marginMm / mm));
  const start = [x0, y0, z0].map((at, axis) => Math.max(0, at - (margin[axis] ?? 0))) as unknown as Vec3;
  const end = [x1, y1, z1].map((at, axis) => Math.min((size[axis] ?? 1) - 1, at + (margin[axis] ?? 0)));
  return cut(volume, start, end.map((at, axis) => at - (start[axis] ?? 0) + 1) as unknown as Vec3);
}

function cut({ grid, data }: Volume, start: Vec3, size: Vec3): Volume {
  const [nx, ny] = grid.size;
  const out = new Float32Array(size[0] * size[1] * size[2]);
  for (let k = 0, to = 0; k < size[2]; k++) {
    for (let j = 0; j < size[1]; j++, to += size[0]) {
      const from = start[0] + nx * (start[1] + j + ny * (start[2] + k));
      out.set(data.subarray(from, from + size[0]), to);
    }
  }
  const smaller: Grid = { ...grid, size, originMm: applyAffine(voxelToLps(grid), start) };
  return { grid: smaller, data: out };
}

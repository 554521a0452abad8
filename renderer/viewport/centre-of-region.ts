import type { Vec3 } from '../../electron/core/base/vector.ts';
import type { Voxels } from './voxels.ts';

/** Mean voxel index, [column, row, slice], of a mask or of a map's own region: what is neither 0 nor NaN; null for nothing. */
export function centreOfRegion({ data, reference }: Voxels): Vec3 | null {
  const [columns, rows] = reference.grid.size;
  let [count, x, y, z] = [0, 0, 0, 0];
  for (let v = 0; v < data.length; v++) {
    if (!(Math.abs(data[v] as number) > 0)) continue;
    count++;
    x += v % columns;
    y += Math.floor(v / columns) % rows;
    z += Math.floor(v / (columns * rows));
  }
  return count === 0 ? null : [x / count, y / count, z / count];
}

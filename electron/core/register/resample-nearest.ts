import type { Affine } from '../base/affine.ts';
import { voxelCount, voxelToVoxel, type Grid } from '../base/grid.ts';
import type { Mask } from '../base/volume.ts';

/**
 * A mask or label map on another grid, each voxel taking the label of the nearest source voxel. For thin slices and exact
 * labels; smooth outlines come from `resampleMask`.
 *
 * @param targetToMoving map of LPS millimetres from the target's space to the mask's
 */
export function resampleNearest(mask: Mask, target: Grid, targetToMoving: Affine): Mask {
  const data = new Uint8Array(voxelCount(target));
  const at = affineRows(voxelToVoxel(target, mask.grid, targetToMoving));
  const [nx, ny, nz] = mask.grid.size;
  const [columns, rows, slices] = target.size;
  let index = 0;
  for (let k = 0; k < slices; k++) {
    for (let j = 0; j < rows; j++) {
      for (let i = 0; i < columns; i++, index++) {
        const x = Math.round(at.x(i, j, k));
        const y = Math.round(at.y(i, j, k));
        const z = Math.round(at.z(i, j, k));
        if (x < 0 || y < 0 || z < 0 || x >= nx || y >= ny || z >= nz) continue;
        data[index] = mask.data[x + nx * (y + ny * z)] as number;
      }
    }
  }
  return { grid: target, data };
}

type Coordinate = (i: number, j: number, k: number) => number;

function affineRows(map: Affine): { x: Coordinate; y: Coordinate; z: Coordinate } {
  const row = (r: number): Coordinate => {
    const [a, b, c, d] = [map[4 * r] ?? 0, map[4 * r + 1] ?? 0, map[4 * r + 2] ?? 0, map[4 * r + 3] ?? 0];
    // A half-way point between two voxels must not be decided by rounding of the matrix.
    return (i, j, k) => a * i + b * j + c * k + d + 1e-9;
  };
  return { x: row(0), y: row(1), z: row(2) };
}

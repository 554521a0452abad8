import { describe, expect, it } from 'vitest';
import { composeAffine, identityAffine } from '../../../../electron/core/base/affine.ts';
import { applyAffine } from '../../../../electron/core/base/affine.ts';
import { voxelToLps, voxelToVoxel, type Grid } from '../../../../electron/core/base/grid.ts';
import type { Vec3 } from '../../../../electron/core/base/vector.ts';
import { resampleField, trilinearSampler } from '../../../../electron/core/register/resample-field.ts';
import { resampleVolume } from '../../../../electron/core/register/resample-volume.ts';
import { rigidMotion } from '../../../../electron/core/register/rigid-motion.ts';
import { plainGrid, volumeOf } from '../../../fixtures/volumes.ts';

const grid = plainGrid([7, 6, 5], [1.5, 2, 4], [-3, 8, 1]);
const bumpy = volumeOf(grid, (i, j, k) => Math.sin(i * 3 + j * 5 + k * 7) * 100);

const turned: Grid = {
  ...plainGrid([9, 9, 9], [1, 1, 2], [5, 18, 15]),
  directions: [
    [-1, 0, 0],
    [0, -1, 0],
    [0, 0, -1],
  ],
};

describe('resampling by trilinear interpolation', () => {
  it('gives back an image on its own grid bit for bit', () => {
    expect(resampleVolume(bumpy, grid, identityAffine).data).toEqual(bumpy.data);
  });

  it('gives back an image whose grid and space moved together', () => {
    const motion = rigidMotion([0.2, -0.1, 0.3], [1, 2, 3], [4, -5, 6]);
    const there = resampleField(bumpy, grid, composeAffine(motion, rigidInverse(motion)));
    there.forEach((value, v) => expect(value).toBeCloseTo(bumpy.data[v] as number, 3));
  });

  it('is exact for a linear image under a turn, a shift and another spacing', () => {
    const linear = (x: number, y: number, z: number): number => 2 * x - 3 * y + 0.5 * z + 7;
    const wide = plainGrid([40, 40, 40], [1, 1.5, 2], [-20, -30, -40]);
    const image = volumeOf(wide, (i, j, k) => linear(i - 20, 1.5 * j - 30, 2 * k - 40));
    const target = plainGrid([6, 5, 4], [2, 1, 3], [-5, -2, -6]);
    const motion = rigidMotion([0.1, 0.2, -0.15], [0, 0, 0], [1, 2, -1]);
    const sampled = resampleField(image, target, motion);
    const toLps = voxelToLps(target);
    for (let v = 0; v < sampled.length; v++) {
      const [i, j, k] = [v % 6, Math.floor(v / 6) % 5, Math.floor(v / 30)];
      // float32 images of values up to 200 are rounded at 1e-5
      expect(sampled[v]).toBeCloseTo(linear(...applyAffine(motion, applyAffine(toLps, [i, j, k]))), 3);
    }
  });

  it('holds the edge for half a voxel and gives the outside value beyond', () => {
    const line = volumeOf(plainGrid([2, 1, 1]), (i) => 10 + i);
    const target = plainGrid([5, 1, 1], [0.5, 1, 1], [-0.6, 0, 0]);
    expect([...resampleField(line, target, identityAffine, -1)].map((x) => Math.round(x * 10) / 10)).toEqual([
      -1, 10, 10.4, 10.9, 11,
    ]);
  });

  it.each([
    ['finer', plainGrid([23, 19, 31], [0.4, 0.55, 0.7], [-3.3, 7.1, 0.2])],
    ['coarser', plainGrid([3, 4, 3], [3.5, 2.5, 5], [-2, 8.5, 2])],
    ['wider than the image', plainGrid([12, 12, 12], [2, 2, 2.5], [-9, 2, -8])],
    ['beside the image', plainGrid([3, 3, 3], [1, 1, 1], [50, 50, 50])],
    ['turned round', turned],
  ])('blends rows to the same as voxel by voxel where axes agree: a grid %s', (_, target) => {
    const motion = rigidMotion([0, 0, 0], [0, 0, 0], [0.3, -0.2, 0.1]);
    const sampled = resampleField(bumpy, target, motion, -7);
    const sample = trilinearSampler(bumpy.data, grid.size, -7);
    const toVoxel = voxelToVoxel(target, grid, motion);
    const [columns, rows] = target.size;
    for (let v = 0; v < sampled.length; v++) {
      const index: Vec3 = [v % columns, Math.floor(v / columns) % rows, Math.floor(v / columns / rows)];
      expect(sampled[v]).toBeCloseTo(sample(...applyAffine(toVoxel, index)), 4);
    }
  });

  it('marks what was not acquired with NaN when asked', () => {
    const shifted = rigidMotion([0, 0, 0], [0, 0, 0], [100, 0, 0]);
    expect(resampleVolume(bumpy, grid, shifted, NaN).data.every(Number.isNaN)).toBe(true);
  });
});

function rigidInverse(map: readonly number[]): readonly number[] {
  const at = (r: number, c: number): number => map[4 * r + c] ?? 0;
  const rows = [0, 1, 2].map((r) => [at(0, r), at(1, r), at(2, r)]);
  return rows.flatMap((row) => [...row, -row.reduce((sum, value, k) => sum + value * at(k, 3), 0)]);
}

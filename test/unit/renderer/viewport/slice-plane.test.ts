import { describe, expect, it } from 'vitest';
import { applyAffine } from '../../../../electron/core/base/affine.ts';
import { voxelCount, voxelToLps, type Grid } from '../../../../electron/core/base/grid.ts';
import type { Vec3 } from '../../../../electron/core/base/vector.ts';
import { cutSlice } from '../../../../renderer/viewport/cut-slice.ts';
import {
  depthOfSliceMm,
  nearestSlice,
  sliceOriginMm,
  slicePlane,
  type Orientation,
} from '../../../../renderer/viewport/slice-plane.ts';
import { plainGrid } from '../../../fixtures/volumes.ts';

const plain = plainGrid([5, 4, 3], [1, 1.5, 4], [-10, 20, 30]);
const backwards: Grid = {
  ...plain,
  directions: [
    [-1, 0, 0],
    [0, -1, 0],
    [0, 0, -1],
  ],
};
const sagittalStack: Grid = {
  ...plain,
  directions: [
    [0, 1, 0],
    [0, 0, -1],
    [1, 0, 0],
  ],
};
const [c, s] = [Math.cos(0.3), Math.sin(0.3)];
const oblique: Grid = {
  ...plain,
  directions: [
    [1, 0, 0],
    [0, c, s],
    [0, -s, c],
  ],
};
const grids = { plain, backwards, sagittalStack, oblique };
const orientations: readonly Orientation[] = ['axial', 'coronal', 'sagittal'];
const cases = Object.entries(grids).flatMap(([name, grid]) => orientations.map((cut) => ({ name, grid, cut })));

describe('a cut through a grid', () => {
  it.each(cases)('puts every voxel of $name at its own place on the $cut cut', ({ grid, cut }) => {
    const plane = slicePlane(grid, cut);
    const numbered = Float32Array.from({ length: voxelCount(grid) }, (_, v) => v);
    const toLps = voxelToLps(grid);
    const [columns, rows] = grid.size;
    for (let index = 0; index < plane.slices; index++) {
      const slice = cutSlice(numbered, grid, plane, index);
      const origin = sliceOriginMm(grid, plane, index);
      slice.forEach((v, pixel) => {
        const voxel: Vec3 = [v % columns, Math.floor(v / columns) % rows, Math.floor(v / (columns * rows))];
        const [x, y] = [pixel % plane.columns, Math.floor(pixel / plane.columns)];
        const seen = [0, 1, 2].map(
          (k) =>
            (origin[k] as number) +
            x * plane.columnSpacingMm * (plane.acrossDirection[k] as number) +
            y * plane.rowSpacingMm * (plane.downDirection[k] as number),
        );
        const real = applyAffine(toLps, voxel);
        expect(Math.hypot(...seen.map((value, k) => value - (real[k] as number)))).toBeLessThan(1e-9);
      });
    }
  });

  it.each(cases)('shows every voxel of $name exactly once on the $cut cut', ({ grid, cut }) => {
    const plane = slicePlane(grid, cut);
    const numbered = Float32Array.from({ length: voxelCount(grid) }, (_, v) => v);
    const seen = Array.from({ length: plane.slices }, (_, k) => [...cutSlice(numbered, grid, plane, k)]).flat();
    expect(seen.sort((a, b) => a - b)).toEqual([...numbered]);
  });

  it.each([
    { cut: 'axial', across: [1, 0, 0], down: [0, 1, 0] },
    { cut: 'coronal', across: [1, 0, 0], down: [0, 0, -1] },
    { cut: 'sagittal', across: [0, 1, 0], down: [0, 0, -1] },
  ] as const)(
    'follows the radiological convention on the $cut cut, however the stack was stored',
    ({ cut, across, down }) => {
      for (const grid of [plain, backwards, sagittalStack]) {
        const plane = slicePlane(grid, cut);
        expect(plane.acrossDirection).toEqual(across);
        expect(plane.downDirection).toEqual(down);
      }
    },
  );

  it('says how far a stack is tilted', () => {
    expect(slicePlane(plain, 'axial').tiltDegrees).toBeCloseTo(0, 9);
    expect(slicePlane(oblique, 'axial').tiltDegrees).toBeCloseTo((0.3 * 180) / Math.PI, 9);
  });

  it('shares memory with the volume where the stored order is the shown one', () => {
    const data = new Float32Array(voxelCount(plain));
    expect(cutSlice(data, plain, slicePlane(plain, 'axial'), 0).buffer).toBe(data.buffer);
  });
});

describe('depth', () => {
  it('and slice number are inverse of each other', () => {
    const plane = slicePlane(plain, 'coronal');
    for (let index = 0; index < plane.slices; index++) {
      expect(nearestSlice(plane, depthOfSliceMm(plane, index))).toEqual({ index, outside: false });
    }
  });

  it('beyond the stack shows the last slice and says so', () => {
    const plane = slicePlane(plain, 'axial');
    expect(nearestSlice(plane, 100)).toEqual({ index: plane.slices - 1, outside: true });
    expect(nearestSlice(plane, -100)).toEqual({ index: 0, outside: true });
  });
});

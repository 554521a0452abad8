import { describe, expect, it } from 'vitest';
import { isotropicGrid, type Grid } from '../../../../../electron/core/base/grid.ts';
import type { VectorField } from '../../../../../electron/core/register/deform/displacement-field.ts';
import { leadImage, refineField } from '../../../../../electron/core/register/deform/lead-image.ts';
import { plainGrid, volumeOf } from '../../../../fixtures/volumes.ts';

/** The same vector, in voxels, everywhere. */
function shift(grid: Grid, [x, y, z]: readonly [number, number, number]): VectorField {
  const part = (value: number): Float32Array => volumeOf(grid, () => value).data;
  return { grid, along: [part(x), part(y), part(z)] };
}

const coarse = isotropicGrid([0, 0, 0], [10, 10, 10], 4);

describe('a scan led along a displacement', () => {
  const grid = isotropicGrid([0, 0, 0], [60, 60, 60], 1);
  const scan = volumeOf(grid, (i, j, k) => i + 100 * j + 10_000 * k);
  const at = (i: number, j: number, k: number): number => i + 60 * (j + 60 * k);

  it('shows what lay a vector further, in millimetres', () => {
    const led = leadImage(scan, shift(coarse, [0.5, -0.25, 1]));
    expect(led.data[at(30, 31, 29)]).toBeCloseTo(32 + 100 * 30 + 10_000 * 33, 0);
  });

  it('keeps every value where nothing moves, and beyond the field', () => {
    expect(leadImage(scan, shift(coarse, [0, 0, 0])).data).toEqual(scan.data);
    const led = leadImage(scan, shift(coarse, [1, 1, 1]));
    expect(led.data[at(5, 30, 30)]).toBe(scan.data[at(5, 30, 30)]);
  });

  it('knows a scan whose axes lie otherwise: rows backwards, slices along the left', () => {
    const turned: Grid = {
      size: [30, 40, 50],
      spacingMm: [2, 1, 1],
      originMm: [-25, 20, -30],
      directions: [
        [0, 0, 1],
        [0, -1, 0],
        [1, 0, 0],
      ],
    };
    const other = volumeOf(turned, (i, j, k) => i + 100 * j + 10_000 * k);
    // 2 mm to the left, 1 mm backwards and 4 mm up are 2 slices, -1 row and 2 columns of it.
    const led = leadImage(other, shift(coarse, [0.5, 0.25, 1]));
    const index = (i: number, j: number, k: number): number => i + 30 * (j + 40 * k);
    expect(led.data[index(15, 20, 25)]).toBeCloseTo(17 + 100 * 19 + 10_000 * 27, 0);
  });
});

describe('a displacement on a finer grid', () => {
  it('is the same in millimetres, and linear between the voxels', () => {
    const part = volumeOf(coarse, (i) => i).data;
    const fine = isotropicGrid([0, 0, 0], [20, 20, 20], 2);
    const { along } = refineField({ grid: coarse, along: [part, part, part] }, fine);
    const at = 9 + 20 * (10 + 20 * 10);
    expect(along[0][at]).toBeCloseTo(2 * 4.25, 5);
    expect(along[2][at]).toBeCloseTo(2 * 4.25, 5);
  });

  it('turns its vectors into the axes of the other grid', () => {
    const fine = { ...plainGrid([4, 4, 4], [1, 2, 4], [-2, -2, -2]) };
    const { along } = refineField(shift(coarse, [1, 1, 1]), fine);
    expect([along[0][0], along[1][0], along[2][0]]).toEqual([4, 2, 1]);
  });
});

import { describe, expect, it } from 'vitest';
import { sameGrid, type Grid } from '../../../../electron/core/base/grid.ts';
import { gridDistanceMm, layMaskOn, matchLattice } from '../../../../electron/core/decode/match-grid.ts';

const grid: Grid = {
  size: [4, 3, 2],
  spacingMm: [1, 2, 3],
  originMm: [10, 20, 30],
  directions: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
};
/** The same points with columns turned round and rows exchanged with slices. */
const turned: Grid = {
  size: [4, 2, 3],
  spacingMm: [1, 3, 2],
  originMm: [13, 20, 30],
  directions: [
    [-1, 0, 0],
    [0, 0, 1],
    [0, 1, 0],
  ],
};
const filled = (of: Grid, index: number) => {
  const data = new Uint8Array(of.size[0] * of.size[1] * of.size[2]);
  data[index] = 1;
  return { grid: of, data };
};

describe('matchLattice and layMaskOn', () => {
  it('lays a mask on its own grid unchanged', () => {
    const match = matchLattice(grid, grid);
    expect(match?.distanceMm).toBe(0);
    expect(match && layMaskOn(filled(grid, 7), grid, match)?.data[7]).toBe(1);
  });

  it('turns and exchanges axes so that every voxel keeps its place, there and back', () => {
    const [there, back] = [matchLattice(turned, grid), matchLattice(grid, turned)];
    for (let index = 0; index < 24; index++) {
      const mask = filled(turned, index);
      const laid = there && layMaskOn(mask, grid, there);
      expect(laid && sameGrid(laid.grid, grid)).toBe(true);
      expect(laid && back && layMaskOn(laid, turned, back)?.data).toEqual(mask.data);
    }
    const corner = there && layMaskOn(filled(turned, 0), grid, there);
    expect(corner?.data.indexOf(1)).toBe(3);
  });

  it('measures how far a shifted grid lies beside the voxels', () => {
    const shifted: Grid = { ...grid, originMm: [10.3, 20, 30] };
    expect(matchLattice(shifted, grid)?.distanceMm).toBeCloseTo(0.3, 9);
    expect(gridDistanceMm(shifted, grid)).toBeCloseTo(0.3, 9);
  });

  it('finds no match for another spacing or a rotation', () => {
    expect(matchLattice({ ...grid, spacingMm: [1.5, 2, 3] }, grid)).toBeNull();
    const [c, s] = [Math.cos(0.1), Math.sin(0.1)];
    const rotated: Grid = {
      ...grid,
      directions: [
        [c, s, 0],
        [-s, c, 0],
        [0, 0, 1],
      ],
    };
    expect(matchLattice(rotated, grid)).toBeNull();
  });

  it('refuses a voxel outside the grid', () => {
    const beyond: Grid = { ...grid, originMm: [11, 20, 30] };
    const match = matchLattice(beyond, grid);
    expect(match && layMaskOn(filled(beyond, 0), grid, match)).not.toBeNull();
    expect(match && layMaskOn(filled(beyond, 3), grid, match)).toBeNull();
  });
});

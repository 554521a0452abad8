import { describe, expect, it } from 'vitest';
import { smoothField } from '../../../../electron/core/register/smooth-field.ts';
import { plainGrid, volumeOf } from '../../../fixtures/volumes.ts';

const grid = plainGrid([21, 19, 17], [1, 2, 1.5]);

describe('Gaussian smoothing', () => {
  it('leaves a constant image alone', () => {
    const flat = volumeOf(grid, () => 42);
    smoothField(flat, [3, 3, 3]).forEach((value) => expect(value).toBeCloseTo(42, 3));
  });

  it('spreads a point into a bell of the asked width along every axis', () => {
    const point = volumeOf(grid, (i, j, k) => (i === 10 && j === 9 && k === 8 ? 1 : 0));
    const bell = smoothField(point, [2, 2, 2]);
    const at = (i: number, j: number, k: number): number => bell[i + 21 * (j + 19 * k)] as number;
    expect(bell.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 4);
    // one sigma away along x is two voxels, along y one
    expect(at(12, 9, 8) / at(10, 9, 8)).toBeCloseTo(Math.exp(-0.5), 3);
    expect(at(10, 10, 8) / at(10, 9, 8)).toBeCloseTo(Math.exp(-0.5), 3);
    expect(at(10, 9, 10) / at(10, 9, 8)).toBeCloseTo(Math.exp(-9 / 8), 3);
  });

  it('leaves an axis alone whose sigma is far below the spacing', () => {
    const stripes = volumeOf(grid, (_i, j) => j % 2);
    expect(smoothField(stripes, [0, 0.1, 0])).toEqual(stripes.data);
  });
});

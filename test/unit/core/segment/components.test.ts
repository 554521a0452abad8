import { describe, expect, it } from 'vitest';
import { maskVoxels } from '../../../../electron/core/base/volume.ts';
import { connectedComponents, largestComponent } from '../../../../electron/core/segment/components.ts';
import { maskOf, plainGrid } from '../../../fixtures/volumes.ts';

const grid = plainGrid([6, 5, 4]);

describe('connected parts', () => {
  it('are sorted by size', () => {
    const mask = maskOf(grid, (i, j, k) => (i === 0 && j === 0 && k === 0) || (i >= 3 && j >= 3));
    const { labels, voxels } = connectedComponents(mask);
    expect(voxels).toEqual([24, 1]);
    expect(labels[0]).toBe(2);
  });

  it('touch by corners only when asked', () => {
    const diagonal = maskOf(grid, (i, j, k) => i === j && j === k);
    expect(connectedComponents(diagonal, 26).voxels).toEqual([4]);
    expect(connectedComponents(diagonal, 6).voxels).toEqual([1, 1, 1, 1]);
  });

  it('do not wrap around the border of the grid', () => {
    const ends = maskOf(grid, (i, j, k) => k === 0 && ((i === 5 && j === 0) || (i === 0 && j === 1)));
    expect(connectedComponents(ends).voxels).toEqual([1, 1]);
  });

  it('are none in an empty mask', () => {
    const empty = maskOf(grid, () => false);
    expect(connectedComponents(empty).voxels).toEqual([]);
    expect(maskVoxels(largestComponent(empty))).toBe(0);
  });
});

import { describe, expect, it } from 'vitest';
import { fillHoles } from '../../../../electron/core/segment/fill-holes.ts';
import { maskOf, plainGrid } from '../../../fixtures/volumes.ts';

const grid = plainGrid([9, 9, 5]);
const isRim = (i: number, j: number): boolean => Math.max(Math.abs(i - 4), Math.abs(j - 4)) === 3;

describe('filling holes', () => {
  it('fills a ring in its own slice although it is open above and below', () => {
    const ring = maskOf(grid, (i, j, k) => k === 2 && isRim(i, j));
    const disc = maskOf(grid, (i, j, k) => k === 2 && Math.max(Math.abs(i - 4), Math.abs(j - 4)) <= 3);
    expect(fillHoles(ring).data).toEqual(disc.data);
  });

  it('leaves a ring with a gap open', () => {
    const gap = maskOf(grid, (i, j, k) => k === 2 && isRim(i, j) && !(i === 7 && j === 4));
    expect(fillHoles(gap).data).toEqual(gap.data);
  });

  it('fills a cavity that no slice closes alone', () => {
    const box = plainGrid([5, 5, 5]);
    // a shell seen along x: every axial slice of it is open towards +x but for the outer plates
    const shell = maskOf(box, (i, j, k) => Math.max(Math.abs(i - 2), Math.abs(j - 2), Math.abs(k - 2)) === 1);
    expect(fillHoles(shell).data[2 + 5 * (2 + 5 * 2)]).toBe(1);
  });

  it('changes nothing twice, and nothing in an empty mask', () => {
    const ring = maskOf(grid, (i, j) => isRim(i, j));
    expect(fillHoles(fillHoles(ring)).data).toEqual(fillHoles(ring).data);
    const empty = maskOf(grid, () => false);
    expect(fillHoles(empty).data).toEqual(empty.data);
  });
});

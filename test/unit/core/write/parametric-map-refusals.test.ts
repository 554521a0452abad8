import { describe, expect, it } from 'vitest';
import type { ParametricMapInput } from '../../../../electron/core/write/derived/parametric-map-input.ts';
import { parametricMapFile } from '../../../../electron/core/write/derived/parametric-map.ts';
import { mapInput, someMap, turnedGrid } from '../../../fixtures/derived-inputs.ts';
import { maskOf, plainGrid, volumeOf } from '../../../fixtures/volumes.ts';

describe('a parametric map that would be wrong cannot be built', () => {
  const { map } = someMap;
  const sheared = {
    ...turnedGrid,
    directions: [turnedGrid.directions[0], turnedGrid.directions[1], [0, 0.6, 0.8]] as const,
  };
  const withValue = (value: number) => ({ map: { ...map, data: map.data.map((was, v) => (v === 5 ? value : was)) } });
  const on = (grid: ParametricMapInput['map']['grid']) => ({
    map: volumeOf(grid, () => 1),
    trusted: maskOf(grid, () => true),
  });
  it.each<readonly [string, Partial<ParametricMapInput>]>([
    ['too few values', { map: { ...map, data: map.data.subarray(1) } }],
    ['a region on another grid', { trusted: maskOf(plainGrid([7, 6, 5]), () => true) }],
    ['nothing trusted', { trusted: maskOf(turnedGrid, () => false) }],
    ['a trusted value that is no number', withValue(NaN)],
    ['a trusted value without end', withValue(Infinity)],
    ['a trusted value that looks like padding', withValue(-1000)],
    ['sheared slices', on(sheared)],
    ['voxels without size', on(plainGrid([2, 2, 2], [1, 1, 0]))],
    ['no display limit', { displayLimit: 0 }],
    ['no interval', { intervalDays: 0 }],
    ['no horizon', { outcome: { kind: 'predicted', horizonDays: 0.5 } }],
    ['no sources', { sources: [] }],
    ['a series without files', { sources: [{ date: '2020-01-02', sequence: 'T1', files: [] }] }],
    ['a date that is none', { createdAt: '2024-05-06' }],
  ])('from %s', (_, more) => {
    expect(() => parametricMapFile(mapInput(more))).toThrow(RangeError);
  });
});

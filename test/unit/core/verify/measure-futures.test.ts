import { describe, expect, it } from 'vitest';
import { boxAroundMasks, cropData } from '../../../../electron/core/base/grid-box.ts';
import { packMask, unpackMask } from '../../../../electron/core/base/packed-mask.ts';
import { measureFutures } from '../../../../electron/core/verify/measure-futures.ts';
import { measureVisit } from '../../../../electron/core/verify/response.ts';
import { ballMask, plainGrid } from '../../../fixtures/volumes.ts';

const grid = plainGrid([50, 48, 20], [1, 1, 2], [-20, 5, 3]);
const balls = [9, 12, 6].map((radius) => ballMask(grid, [30, 20, 9], radius));
const apart = ballMask(grid, [10, 38, 9], 7);

describe('sampled futures', () => {
  it('survive being packed', () => {
    for (const { data } of balls) expect(unpackMask(packMask(data), data.length)).toEqual(data);
  });

  it('measure the same in their part of the grid as on the whole', () => {
    const box = boxAroundMasks([...balls, apart], 2);
    if (box === null) throw new Error('no box');
    const cores = [...balls, apart].map(({ data }) => packMask(cropData(data, box)));
    const earlier = [balls[2] as (typeof balls)[number]];
    const measured = measureFutures({ box, cores }, 90, earlier);
    expect(measured).toEqual([...balls, apart].map((core) => measureVisit(90, core, earlier)));
    expect(measured.map(({ newLesion }) => newLesion)).toEqual([false, false, false, true]);
  });
});

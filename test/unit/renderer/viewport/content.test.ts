import { describe, expect, it } from 'vitest';
import { centreOfRegion } from '../../../../renderer/viewport/centre-of-region.ts';
import { contentBox } from '../../../../renderer/viewport/content-box.ts';
import { slicePlane } from '../../../../renderer/viewport/slice-plane.ts';
import type { Voxels } from '../../../../renderer/viewport/voxels.ts';
import { ballMask, plainGrid, volumeOf } from '../../../fixtures/volumes.ts';

const grid = plainGrid([100, 120, 40], [1, 1, 2]);
const voxelsOf = (data: Voxels['data'], type: 'float32' | 'uint8' = 'float32'): Voxels => ({
  reference: { volumeId: 'v', grid, type, displayRange: [50, 1000], synthetic: false },
  data,
});
const inside = (i: number, j: number, k: number): boolean =>
  i >= 20 && i < 60 && j >= 30 && j < 100 && k >= 5 && k < 35;

describe('the first view', () => {
  it('is framed by the head, with a narrow margin, and not by the air around it', () => {
    const head = voxelsOf(volumeOf(grid, (i, j, k) => (inside(i, j, k) ? 500 : 8)).data);
    const box = contentBox(head, slicePlane(grid, 'axial'));
    expect(box.centreMm[0]).toBeCloseTo(39.5, 0);
    expect(box.centreMm[1]).toBeCloseTo(64.5, 0);
    expect(box.sizeMm[0]).toBeGreaterThan(40);
    expect(box.sizeMm[0]).toBeLessThan(60);
  });

  it('takes the whole slice where nothing stands out', () => {
    const empty = voxelsOf(new Float32Array(100 * 120 * 40));
    expect(contentBox(empty, slicePlane(grid, 'axial')).sizeMm[0]).toBeGreaterThanOrEqual(99);
  });

  it('mirrors with the stack, so that linked panes of mirrored stacks frame the same place', () => {
    const mirrored = {
      ...grid,
      directions: [
        [-1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ],
    } as typeof grid;
    const data = volumeOf(grid, (i, j, k) => (inside(i, j, k) ? 500 : 8)).data;
    const head = { data, reference: { ...voxelsOf(data).reference, grid: mirrored } };
    expect(contentBox(head, slicePlane(mirrored, 'axial')).centreMm[0]).toBeCloseTo(99 - 39.5, 0);
  });
});

describe('the middle of a region', () => {
  it('is the mean of the voxels of a mask', () => {
    const centre = centreOfRegion(voxelsOf(ballMask(grid, [40, 50, 20], 9).data, 'uint8'));
    expect(centre?.map((value) => Math.round(value * 10) / 10)).toEqual([40, 50, 20]);
  });

  it('of a map leaves out what is not known', () => {
    const ball = ballMask(grid, [40, 50, 20], 9).data;
    const map = Float32Array.from(ball, (inside, v) => (inside ? (v % 2 === 0 ? -1 : 2) : NaN));
    expect(centreOfRegion(voxelsOf(map))?.map(Math.round)).toEqual([40, 50, 20]);
  });

  it('is unknown for an empty mask', () => {
    expect(centreOfRegion(voxelsOf(new Uint8Array(100 * 120 * 40), 'uint8'))).toBeNull();
  });
});

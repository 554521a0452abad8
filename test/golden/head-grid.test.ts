import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { applyAffine } from '../../electron/core/base/affine.ts';
import { gridCentreMm, isotropicGrid, voxelToLps, type Grid } from '../../electron/core/base/grid.ts';
import type { Vec3 } from '../../electron/core/base/vector.ts';
import { placeOnHead } from '../../electron/core/segment/head-placement.ts';
import { outlineInput } from '../../electron/core/segment/outline-input.ts';
import { testSegmentation } from '../fixtures/segmentation-case.ts';
import { volumeOf } from '../fixtures/volumes.ts';

interface Golden {
  readonly cases: readonly (Grid & {
    readonly name: string;
    readonly centreMm: Vec3;
    readonly index: readonly number[];
    readonly normalised: readonly number[];
  })[];
}

const { cases } = JSON.parse(readFileSync(new URL('head-grid.json', import.meta.url), 'utf8')) as Golden;
const released = { ...testSegmentation, grid: { size: [96, 112, 96] as Vec3, spacingMm: [2, 2, 2] as Vec3 } };

/** The formula of make_head_grid_golden.py. */
function brightness(p: Vec3): number {
  const [x, y, z] = [p[0] - 8, p[1] + 12, p[2] - 10];
  if (Math.hypot(x - 25, y + 15, z - 20) < 16) return 200;
  const isNeck = z < -60 && Math.hypot(x, y - 40) < 30;
  if (!isNeck && Math.hypot(x / 68, y / 84, z / 78) >= 1) return 0;
  return 90 + 30 * Math.sin(x / 15) * Math.cos(y / 20) + 15 * Math.sin(z / 12);
}

describe.each(cases)('a head on $name', ({ centreMm, index, normalised, ...grid }) => {
  const toLps = voxelToLps(grid);
  const head = volumeOf(grid, (i, j, k) => brightness(applyAffine(toLps, [i, j, k])));

  it("is placed where the training's twin places it", () => {
    const placed = placeOnHead(head, released) as Grid;
    gridCentreMm(placed).forEach((mm, axis) => {
      // the twin searches on a grid that begins half a voxel of the scan further in: up to a voxel of 2 mm
      expect(Math.abs(mm - (centreMm[axis] ?? NaN))).toBeLessThanOrEqual(2.01);
    });
  });

  it('is normalised on a given place as the twin normalises it', () => {
    const place = isotropicGrid(centreMm, released.grid.size, 2);
    const { images } = outlineInput({ T1c: head }, place, released);
    const voxels = 96 * 112 * 96;
    // 0.005: ours holds the border slice's value for half a voxel beyond it, the twin ends at the voxel's centre
    index.forEach((v, n) => expect(images?.data[voxels + v]).toBeCloseTo(normalised[n] ?? NaN, 2));
    expect(new Set(normalised).size).toBeGreaterThan(5);
  });
});

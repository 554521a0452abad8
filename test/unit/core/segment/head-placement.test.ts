import { describe, expect, it } from 'vitest';
import { applyAffine } from '../../../../electron/core/base/affine.ts';
import { gridCentreMm, voxelToLps, type Grid } from '../../../../electron/core/base/grid.ts';
import type { Vec3 } from '../../../../electron/core/base/vector.ts';
import { placeOnHead } from '../../../../electron/core/segment/head-placement.ts';
import { testSegmentation } from '../../../fixtures/segmentation-case.ts';
import { plainGrid, volumeOf } from '../../../fixtures/volumes.ts';

/** A head: an ellipsoid around a middle, cut off below, on a neck that is shifted to the back. */
const middleMm: Vec3 = [12, -20, 40];
const radiiMm: Vec3 = [70, 90, 85];

function isHead([x, y, z]: Vec3): boolean {
  const [dx, dy, dz] = [x - middleMm[0], y - middleMm[1], z - middleMm[2]];
  const isNeck = dz < -60 && Math.hypot(dx, dy - 70) < 40;
  return isNeck || Math.hypot(dx / radiiMm[0], dy / radiiMm[1], dz / radiiMm[2]) < 1;
}

function headOn(grid: Grid) {
  const toLps = voxelToLps(grid);
  return volumeOf(grid, (i, j, k) => (isHead(applyAffine(toLps, [i, j, k])) ? 100 : 2));
}

/** A grid of 5 mm voxels around a middle, with any directions. */
function gridAt(centre: Vec3, directions: Grid['directions'], size: Vec3 = [58, 58, 58]): Grid {
  const grid = { ...plainGrid(size, [5, 5, 5]), directions };
  const shift = gridCentreMm(grid);
  return { ...grid, originMm: [centre[0] - shift[0], centre[1] - shift[1], centre[2] - shift[2]] };
}

const [left, back, up]: Grid['directions'] = plainGrid([1, 1, 1]).directions;
const minus = ([x, y, z]: Vec3): Vec3 => [-x, -y, -z];
const [c, s] = [Math.cos(0.3), Math.sin(0.3)];

describe('a network grid on a head', () => {
  // the top of an ellipsoid with 5 cm2 across lies 2 to 3 mm below its pole
  const expected: Vec3 = [12, -20, 40 + 85 - 2 - 88];

  it.each<[string, Grid]>([
    ['axial slices', gridAt([0, 0, 0], [left, back, up])],
    ['sagittal slices, stored from the right, upside down', gridAt([0, 0, 0], [back, minus(up), minus(left)])],
    ['coronal slices', gridAt([0, 0, 0], [left, minus(up), back])],
    [
      'oblique slices',
      gridAt(
        [5, -5, 3],
        [
          [c, s, 0],
          [-s, c, 0],
          [0, 0, 1],
        ],
      ),
    ],
    [
      'slices tilted towards the nose',
      gridAt(
        [5, -5, 3],
        [
          [1, 0, 0],
          [0, c, s],
          [0, -s, c],
        ],
      ),
    ],
  ])('lies 88 mm below the top and in the middle across: %s', (_, grid) => {
    const placed = placeOnHead(headOn(grid), testSegmentation);
    expect(placed).toMatchObject({ size: [48, 56, 48], spacingMm: [4, 4, 4], directions: [left, back, up] });
    gridCentreMm(placed as Grid).forEach((mm, axis) => {
      // one voxel of the scan, half of one of the grid
      expect(Math.abs(mm - (expected[axis] ?? NaN))).toBeLessThan(7);
    });
  });

  it('does not mind noise in the air, nor a few bright voxels', () => {
    const grid = gridAt([0, 0, 0], [left, back, up]);
    const clean = headOn(grid);
    const data = clean.data.map((value, v) => (v % 9973 === 0 ? 1000 : value + 3 * Math.abs(Math.sin(v))));
    const noisy = placeOnHead({ grid, data }, testSegmentation) as Grid;
    const quiet = placeOnHead(clean, testSegmentation) as Grid;
    gridCentreMm(noisy).forEach((mm, axis) =>
      expect(Math.abs(mm - (gridCentreMm(quiet)[axis] ?? NaN))).toBeLessThan(5),
    );
  });

  it('looks no deeper than 160 mm for the middle', () => {
    const tall = gridAt([0, 40, -60], [left, back, up], [60, 76, 80]);
    const placed = placeOnHead(headOn(tall), testSegmentation) as Grid;
    expect(Math.abs(gridCentreMm(placed)[1] - expected[1])).toBeLessThan(10);
  });

  it('is not placed where there is no head', () => {
    expect(
      placeOnHead(
        volumeOf(plainGrid([30, 30, 30]), () => 0),
        testSegmentation,
      ),
    ).toBeNull();
    const speck = volumeOf(plainGrid([30, 30, 30], [2, 2, 2]), (i, j) => (i < 3 && j < 3 ? 100 : 0));
    expect(placeOnHead(speck, testSegmentation)).toBeNull();
  });
});

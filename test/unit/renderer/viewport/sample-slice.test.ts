import { describe, expect, it } from 'vitest';
import { applyAffine } from '../../../../electron/core/base/affine.ts';
import { isotropicGrid, lpsToVoxel, voxelToLps, type Grid } from '../../../../electron/core/base/grid.ts';
import type { Vec3 } from '../../../../electron/core/base/vector.ts';
import { cutSlice } from '../../../../renderer/viewport/cut-slice.ts';
import { sampleSlice } from '../../../../renderer/viewport/sample-slice.ts';
import { sliceOriginMm, slicePlane, type Orientation } from '../../../../renderer/viewport/slice-plane.ts';
import type { Voxels } from '../../../../renderer/viewport/voxels.ts';
import { volumeOf } from '../../../fixtures/volumes.ts';

const orientations: readonly Orientation[] = ['axial', 'coronal', 'sagittal'];
const [c, s] = [Math.cos(0.4), Math.sin(0.4)];
const [d, t] = [Math.cos(0.25), Math.sin(0.25)];

/** Turned about two axes, stored from left to right, with thick slices. */
const scanGrid: Grid = {
  size: [21, 18, 9],
  spacingMm: [1.1, 1.3, 3.5],
  originMm: [14, -9, -12],
  directions: [
    [-d, t * c, t * s],
    [t, d * c, d * s],
    [0, -s, c],
  ],
};
/** The grid of a map: cubic, along the axes of the patient, larger than the scan. */
const mapGrid = isotropicGrid([2, 3, 1], [30, 30, 30], 2);

const held = (grid: Grid, data: Float32Array): Voxels => ({
  data,
  reference: { volumeId: 'm', grid, type: 'float32', displayRange: [0, 1], synthetic: true },
});
/** A volume from a function of the place in millimetres. */
const volumeFrom = (grid: Grid, valueAt: (place: Vec3) => number): Voxels => {
  const toLps = voxelToLps(grid);
  return held(grid, volumeOf(grid, (i, j, k) => valueAt(applyAffine(toLps, [i, j, k]))).data);
};
/** Place of every pixel of a slice, row by row. */
function placesOf(grid: Grid, orientation: Orientation, index: number): Vec3[] {
  const plane = slicePlane(grid, orientation);
  const corner = sliceOriginMm(grid, plane, index);
  return Array.from({ length: plane.columns * plane.rows }, (_, pixel): Vec3 => {
    const [x, y] = [pixel % plane.columns, Math.floor(pixel / plane.columns)];
    const at = (k: 0 | 1 | 2): number =>
      corner[k] +
      x * plane.columnSpacingMm * plane.acrossDirection[k] +
      y * plane.rowSpacingMm * plane.downDirection[k];
    return [at(0), at(1), at(2)];
  });
}

const ramp = ([x, y, z]: Vec3): number => 3 + 0.7 * x - 1.1 * y + 0.4 * z;

describe('a map on another grid than the image', () => {
  it.each(orientations)('is sampled at its own place in every pixel of an oblique %s slice', (orientation) => {
    const map = volumeFrom(mapGrid, ramp);
    const plane = slicePlane(scanGrid, orientation);
    for (const index of [0, 2, plane.slices - 1]) {
      const slice = sampleSlice(map, scanGrid, plane, index);
      const places = placesOf(scanGrid, orientation, index);
      expect(slice.length).toBe(places.length);
      places.forEach((place, pixel) => expect(slice[pixel]).toBeCloseTo(ramp(place), 4));
    }
  });

  it('holds nothing beyond its last voxels, and reaches half a voxel beyond their centres', () => {
    const small = isotropicGrid([2, 3, 1], [5, 5, 5], 2);
    const map = volumeFrom(small, () => 7);
    const plane = slicePlane(scanGrid, 'axial');
    const toVoxel = lpsToVoxel(small);
    let [inside, outside] = [0, 0];
    for (let index = 0; index < plane.slices; index++) {
      const slice = sampleSlice(map, scanGrid, plane, index);
      placesOf(scanGrid, 'axial', index).forEach((place, pixel) => {
        const isIn = applyAffine(toVoxel, place).every((at) => at >= -0.5 && at <= 4.5);
        expect(slice[pixel]).toBe(isIn ? 7 : NaN);
        if (isIn) inside++;
        else outside++;
      });
    }
    expect(Math.min(inside, outside)).toBeGreaterThan(50);
  });

  it('is known up to half way to voxels without a value, from the known ones alone', () => {
    const map = volumeFrom(mapGrid, (place) => (place[0] > 0 ? NaN : ramp([0, place[1], place[2]])));
    // Voxel centres lie at odd millimetres: the last known ones at -1, the first unknown ones at 1.
    const plane = slicePlane(scanGrid, 'axial');
    const slice = sampleSlice(map, scanGrid, plane, 4);
    placesOf(scanGrid, 'axial', 4).forEach((place, pixel) => {
      if (Math.abs(place[0]) < 1e-3) return;
      if (place[0] > 0) expect(slice[pixel]).toBeNaN();
      else expect(slice[pixel]).toBeCloseTo(ramp([0, place[1], place[2]]), 4);
    });
  });
});

describe("a map on the image's own grid", () => {
  it.each(orientations)('gives its very voxels on the %s cut', (orientation) => {
    const map = volumeFrom(scanGrid, ramp);
    const plane = slicePlane(scanGrid, orientation);
    const same = { ...scanGrid, originMm: [...scanGrid.originMm] as unknown as Vec3 };
    expect(sampleSlice(map, same, plane, 3)).toEqual(cutSlice(map.data, scanGrid, plane, 3));
  });
});

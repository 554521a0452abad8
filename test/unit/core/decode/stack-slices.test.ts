import type { Problem } from '../../../../electron/core/base/problem.ts';
import { describe, expect, it } from 'vitest';
import { applyAffine } from '../../../../electron/core/base/affine.ts';
import { voxelToLps } from '../../../../electron/core/base/grid.ts';
import { cross, dot, type Vec3 } from '../../../../electron/core/base/vector.ts';
import type { ImageHeader } from '../../../../electron/core/decode/image-header.ts';
import { readHeader } from '../../../../electron/core/decode/read-header.ts';
import { gapToleranceMm, sliceSpacingMm } from '../../../../electron/core/decode/slice-spacing.ts';
import { stackSlices } from '../../../../electron/core/decode/stack-slices.ts';
import { dicomSlice, dicomStack, type SliceOptions } from '../../../fixtures/dicom-slice.ts';
import { problemOf } from '../../../fixtures/problem-of.ts';

const headersOf = (files: readonly Uint8Array[]): ImageHeader[] => files.map((bytes, k) => readHeader(bytes, `${k}`));
const stack = (slices: number, gapMm: number, options: SliceOptions = {}): ImageHeader[] =>
  headersOf(dicomStack(slices, gapMm, options));

describe('sliceSpacingMm', () => {
  it('is the mean gap whatever the order', () => {
    expect(sliceSpacingMm([4, 0, 2], 0.1)).toBe(2);
    expect(sliceSpacingMm([0, 4, 2], 0.1)).toBe(2);
  });

  it('refuses a missing slice with every measured gap', () => {
    const problem = { code: 'series/uneven-slices', gapsMm: [2, 2, 4], toleranceMm: 0.1 };
    expect(problemOf(() => sliceSpacingMm([0, 2, 4, 8], 0.1))).toEqual(problem);
  });

  it('notices one missing slice in a stack of any length', () => {
    for (let n = 4; n < 600; n += 37) {
      const depths = Array.from({ length: n }, (_, k) => k * 0.7).filter((_, k) => k !== n >> 1);
      expect(problemOf(() => sliceSpacingMm(depths, gapToleranceMm(0.7))).code).toBe('series/uneven-slices');
    }
  });

  it('refuses small deviations that add up to another place', () => {
    // Each gap is within 3 % of the mean; the middle slice would lie 1.25 gaps from its even place.
    const gaps = Array.from({ length: 100 }, (_, k) => (k < 50 ? 5.125 : 4.875));
    const depths = gaps.reduce((sum, gap) => [...sum, (sum.at(-1) ?? 0) + gap], [0]);
    expect(problemOf(() => sliceSpacingMm(depths, gapToleranceMm(5))).code).toBe('series/uneven-slices');
    expect(sliceSpacingMm(depths.slice(47, 54), gapToleranceMm(5))).toBeCloseTo(5, 0);
  });

  it('accepts positions rounded to a hundredth of a millimetre', () => {
    const depths = Array.from({ length: 200 }, (_, k) => Math.round(k * 66.6667) / 100);
    expect(sliceSpacingMm(depths, gapToleranceMm(0.67))).toBeCloseTo(0.6667, 3);
  });
});

describe('stackSlices', () => {
  it('orders by position, never by instance number', () => {
    const headers = stack(5, 2.5).map((header, k) => ({ ...header, instanceNumber: 5 - k }));
    const mixed = [3, 0, 4, 1, 2].map((k) => headers[k] as ImageHeader);
    const { grid, order } = stackSlices(mixed);
    expect(order).toEqual([1, 3, 4, 0, 2]);
    expect(grid.size).toEqual([4, 3, 5]);
    expect(grid.spacingMm).toEqual([1, 1, 2.5]);
    expect(grid.originMm).toEqual([0, 0, 0]);
  });

  it('takes column spacing from the second value of Pixel Spacing and row spacing from the first', () => {
    expect(stackSlices(stack(2, 3, { pixelSpacing: [0.5, 0.75] })).grid.spacingMm).toEqual([0.75, 0.5, 3]);
  });

  const half = Math.SQRT1_2;
  it.each<[string, readonly number[]]>([
    ['axial', [1, 0, 0, 0, 1, 0]],
    ['sagittal', [0, 1, 0, 0, 0, -1]],
    ['coronal', [1, 0, 0, 0, 0, -1]],
    ['oblique', [half, half, 0, 0, 0, -1]],
  ])('puts every voxel where its slice says, right-handed, in a %s stack', (_name, orientation) => {
    const [u0 = 0, u1 = 0, u2 = 0, v0 = 0, v1 = 0, v2 = 0] = orientation;
    const [u, v]: [Vec3, Vec3] = [
      [u0, u1, u2],
      [v0, v1, v2],
    ];
    const normal = cross(u, v);
    const slices = [2, 0, 1].map((k) => {
      const position = [0, 1, 2].map((axis) => 10 * axis + 4 * k * (normal[axis] as number));
      return dicomSlice({ position, orientation, pixelSpacing: [0.5, 0.8], instance: k });
    });
    const headers = headersOf(slices);
    const { grid, order } = stackSlices(headers);
    expect(dot(cross(grid.directions[0], grid.directions[1]), grid.directions[2])).toBeCloseTo(1, 9);
    order.forEach((index, k) => {
      const position = headers[index]?.geometry.imagePositionPatient as Vec3;
      const here = applyAffine(voxelToLps(grid), [2, 1, k]);
      const there = [0, 1, 2].map((a) => (position[a] as number) + 2 * 0.8 * (u[a] as number) + 0.5 * (v[a] as number));
      here.forEach((value, a) => expect(value).toBeCloseTo(there[a] as number, 6));
    });
  });

  it('refuses a repeated slice and names both files', () => {
    const headers = headersOf([...dicomStack(3, 2), dicomSlice({ position: [0, 0, 2], instance: 9 })]);
    const problem = problemOf(() => stackSlices(headers));
    expect(problem).toMatchObject({ code: 'series/repeated-slice', positionMm: 2 });
    expect([...filesOf(problem)].sort()).toEqual(['1', '3']);
  });

  it('refuses a single slice', () => {
    expect(problemOf(() => stackSlices(stack(1, 1))).code).toBe('series/single-slice');
  });

  it.each<[string, SliceOptions]>([
    ['Rows', { rows: 4 }],
    ['Columns', { columns: 5 }],
    ['PixelSpacing', { pixelSpacing: [1, 1.01] }],
    ['ImageOrientationPatient', { orientation: [0, 1, 0, 0, 0, -1] }],
  ])('refuses slices that disagree in %s', (keyword, options) => {
    const headers = headersOf([...dicomStack(3, 2), dicomSlice({ position: [0, 0, 6], ...options })]);
    expect(problemOf(() => stackSlices(headers))).toEqual({ code: 'series/mixed-geometry', keyword });
  });

  it.each([
    ['ImagePositionPatient', '00200032'],
    ['ImageOrientationPatient', '00200037'],
    ['PixelSpacing', '00280030'],
  ])('refuses slices without %s by its keyword', (keyword, tag) => {
    const problem = problemOf(() => stackSlices(stack(3, 2, { elements: { [tag]: null } })));
    expect(problem).toMatchObject({ code: 'dicom/missing-attribute', keyword });
  });

  it('refuses a tilted gantry with the angle', () => {
    const slant = Math.tan((15 * Math.PI) / 180);
    const headers = headersOf([0, 1, 2].map((k) => dicomSlice({ position: [0, 5 * k * slant, 5 * k], instance: k })));
    const problem = problemOf(() => stackSlices(headers));
    expect(problem.code).toBe('series/tilted-stack');
    expect((problem as { tiltDegrees: number }).tiltDegrees).toBeCloseTo(15, 6);
  });

  it('follows a slant of a third of a degree exactly', () => {
    const positions = [0, 1, 2].map((k) => [0, 0.03 * k, 5 * k]);
    const { grid } = stackSlices(headersOf(positions.map((position, k) => dicomSlice({ position, instance: k }))));
    const last = applyAffine(voxelToLps(grid), [0, 0, 2]);
    [0, 0.06, 10].forEach((value, a) => expect(last[a]).toBeCloseTo(value, 9));
  });

  it('refuses slices that lie beside one another', () => {
    const positions = [0, 1, 2].map((k) => [k === 1 ? 40 : 0, 0, 5 * k]);
    const headers = headersOf(positions.map((position, k) => dicomSlice({ position, instance: k })));
    expect(problemOf(() => stackSlices(headers)).code).toBe('series/mixed-geometry');
  });
});

function filesOf(problem: Problem): readonly string[] {
  return problem.code === 'series/repeated-slice' ? problem.files : [];
}

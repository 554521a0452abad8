import { describe, expect, it } from 'vitest';
import { applyAffine } from '../../../../electron/core/base/affine.ts';
import { lpsToVoxel, type Grid } from '../../../../electron/core/base/grid.ts';
import { cross, dot, type Vec3 } from '../../../../electron/core/base/vector.ts';
import type { Volume } from '../../../../electron/core/base/volume.ts';
import { decodeNifti } from '../../../../electron/core/decode/decode-nifti.ts';
import { niftiFile, type NiftiOptions } from '../../../fixtures/nifti-file.ts';
import { problemOf } from '../../../fixtures/problem-of.ts';

const size = [4, 3, 2] as const;
const identity = [2, 0, 0, 10, 0, 3, 0, 20, 0, 0, 4, 30];

/** Value of the voxel at a point given in RAS, as the file means it. */
function valueAt({ grid, data }: Volume, ras: Vec3): number {
  const [x, y, z] = applyAffine(lpsToVoxel(grid), [-ras[0], -ras[1], ras[2]]).map((v) =>
    Math.round(v),
  ) as unknown as Vec3;
  return data[x + grid.size[0] * (y + grid.size[1] * z)] as number;
}

/** RAS point of a voxel of the file. */
function rasOf(affine: readonly number[], voxel: Vec3): Vec3 {
  return applyAffine(affine, voxel);
}

function expectEveryVoxelInPlace(options: NiftiOptions, affine: readonly number[]): Grid {
  const { volume } = decodeNifti(niftiFile(options), 'x');
  for (let k = 0; k < size[2]; k++)
    for (let j = 0; j < size[1]; j++)
      for (let i = 0; i < size[0]; i++) expect(valueAt(volume, rasOf(affine, [i, j, k]))).toBe(i + 4 * (j + 3 * k));
  return volume.grid;
}

describe('decodeNifti', () => {
  const signs = [1, -1].flatMap((a) => [1, -1].flatMap((b) => [1, -1].map((c) => [a, b, c] as const)));
  it.each(signs)('keeps every voxel at its place for axes turned %i %i %i', (a, b, c) => {
    const sform = [2 * a, 0, 0, 10, 0, 3 * b, 0, 20, 0, 0, 4 * c, 30];
    const grid = expectEveryVoxelInPlace({ size, sform }, sform);
    expect(dot(cross(grid.directions[0], grid.directions[1]), grid.directions[2])).toBeCloseTo(1, 9);
    expect(grid.directions.map((direction, k) => direction[k as 0])).toEqual([1, 1, 1]);
  });

  it('brings exchanged axes into the order left, posterior, superior', () => {
    const sform = [0, 0, -2, 10, 3, 0, 0, 20, 0, -4, 0, 30];
    const grid = expectEveryVoxelInPlace({ size, sform }, sform);
    expect(grid.size).toEqual([2, 4, 3]);
    expect(grid.spacingMm).toEqual([2, 3, 4]);
  });

  it('reads the quaternion form, with and without a turned third axis', () => {
    // 30 degrees about z: a = cos 15, d = sin 15.
    const [c, s] = [Math.cos(Math.PI / 6), Math.sin(Math.PI / 6)];
    for (const qfac of [1, -1] as const) {
      const affine = [2 * c, -3 * s, 0, 1, 2 * s, 3 * c, 0, 2, 0, 0, 4 * qfac, 3];
      const qform = [0, 0, Math.sin(Math.PI / 12), 1, 2, 3] as const;
      expectEveryVoxelInPlace({ size, qform: [...qform], qfac, pixelSizes: [2, 3, 4] }, affine);
    }
  });

  it('lets sform win over qform', () => {
    const qform = [0, 0, 0, 99, 99, 99] as const;
    expectEveryVoxelInPlace({ size, sform: identity, qform: [...qform] }, identity);
  });

  it('warns when the file does not say how its axes lie', () => {
    const { warnings, volume } = decodeNifti(niftiFile({ size, pixelSizes: [1, 2, 3] }), 'x.nii');
    expect(warnings).toEqual([{ code: 'decode/axes-flipped-unknown', file: 'x.nii' }]);
    expect(volume.grid.spacingMm).toEqual([1, 2, 3]);
  });

  it.each(['uint8', 'int8', 'int16', 'uint16', 'int32', 'float32', 'float64'] as const)('decodes %s', (datatype) => {
    const values = Array.from({ length: 24 }, (_, k) => k * 3);
    const { volume } = decodeNifti(niftiFile({ size, sform: identity, datatype, values }), 'x');
    expect([...volume.data].sort((a, b) => a - b)).toEqual(values);
  });

  it('decodes big endian', () => {
    expectEveryVoxelInPlace({ size, sform: identity, littleEndian: false, datatype: 'int16' }, identity);
  });

  it('applies slope and intercept, and takes a slope of zero for none', () => {
    const scaled = decodeNifti(niftiFile({ size, sform: identity, slope: 2, intercept: 5 }), 'x').volume.data;
    expect(Math.min(...scaled)).toBe(5);
    expect(Math.max(...scaled)).toBe(2 * 23 + 5);
    const plain = decodeNifti(niftiFile({ size, sform: identity, slope: 0, intercept: 5 }), 'x').volume.data;
    expect(Math.max(...plain)).toBe(23);
  });

  it('counts voxels without a value and takes them for 0', () => {
    const values = Array.from({ length: 24 }, (_, k) => (k === 3 ? Number.NaN : k === 4 ? Infinity : 7));
    const { volume, warnings } = decodeNifti(niftiFile({ size, sform: identity, values }), 'x');
    expect(warnings).toEqual([{ code: 'decode/non-finite-voxels', file: 'x', voxels: 2 }]);
    expect([...volume.data].filter((v) => v === 0).length).toBe(2);
  });

  it.each<[string, Uint8Array]>([
    ['a file that is cut off', niftiFile({ size, sform: identity }).subarray(0, 400)],
    ['a cut-off header', niftiFile({ size }).subarray(0, 300)],
    ['several volumes', niftiFile({ size, sform: identity, volumes: 2 })],
    ['colour', niftiFile({ size, sform: identity, datatype: 'rgb' })],
    ['an empty axis', niftiFile({ size: [4, 0, 2], sform: identity })],
    ['sheared axes', niftiFile({ size, sform: [1, 0.5, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0] })],
    ['axes without length', niftiFile({ size, sform: [0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0] })],
  ])('refuses %s', (_name, bytes) => {
    expect(problemOf(() => decodeNifti(bytes, 'x')).code).toBe('nifti/malformed');
  });
});

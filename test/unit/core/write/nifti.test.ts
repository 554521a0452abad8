import { describe, expect, it } from 'vitest';
import { applyAffine } from '../../../../electron/core/base/affine.ts';
import { voxelToLps, type Grid } from '../../../../electron/core/base/grid.ts';
import type { Volume } from '../../../../electron/core/base/volume.ts';
import { decodeNifti } from '../../../../electron/core/decode/decode-nifti.ts';
import { writeNifti } from '../../../../electron/core/write/write-nifti.ts';
import { maskOf, plainGrid, volumeOf } from '../../../fixtures/volumes.ts';

const [c, s] = [Math.cos(0.3), Math.sin(0.3)];
const grids: readonly (readonly [string, Grid])[] = [
  ['axial', plainGrid([5, 4, 3], [0.9, 0.8, 6.5], [-120, -100, -65])],
  [
    'oblique',
    {
      ...plainGrid([5, 4, 3], [1, 1.2, 2], [3, -4, 5]),
      directions: [
        [c, s, 0],
        [-s, c, 0],
        [0, 0, 1],
      ],
    },
  ],
  [
    'sagittal',
    {
      ...plainGrid([5, 4, 3], [1, 1, 1.5]),
      directions: [
        [0, 1, 0],
        [0, 0, -1],
        [-1, 0, 0],
      ],
    },
  ],
  [
    'left-handed',
    {
      ...plainGrid([5, 4, 3], [1, 1, 1.5]),
      directions: [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, -1],
      ],
    },
  ],
];

/**
 * Largest distance in millimetres between a value's place in two volumes (every value occurs once). The reader may order the
 * axes as it likes; a micrometre is what a float32 header keeps.
 */
function farthestFromOwnPlace(a: Volume, b: Volume): number {
  const places = ({ grid, data }: Volume): Places =>
    [...data].map((value, v) => {
      const [nx, ny] = grid.size;
      const voxel = [v % nx, Math.floor(v / nx) % ny, Math.floor(v / (nx * ny))] as const;
      return { value, at: applyAffine(voxelToLps(grid), voxel) };
    });
  const [first, second] = [a, b].map((volume) => places(volume).sort((p, q) => p.value - q.value)) as [Places, Places];
  if (first.some(({ value }, k) => value !== second[k]?.value)) return Infinity;
  return Math.max(...first.map(({ at }, k) => Math.hypot(...at.map((x, axis) => x - (second[k]?.at[axis] ?? NaN)))));
}

type Places = { value: number; at: readonly number[] }[];

describe.each(grids)('a NIfTI file of an %s grid', (_, grid) => {
  const volume = volumeOf(grid, (i, j, k) => i + 10 * j + 100 * k - 7.25);

  it('is read back at the same place with the same values', () => {
    const { volume: read } = decodeNifti(writeNifti(volume, 'aligned', 'test'), 'a.nii');
    expect(farthestFromOwnPlace(volume, read)).toBeLessThan(1e-3);
  });

  it('says the same by its quaternion as by its matrix', () => {
    const bytes = writeNifti(volume, 'aligned', 'test');
    // Without the sform the reader must fall back on the qform.
    new DataView(bytes.buffer).setInt16(254, 0, true);
    expect(farthestFromOwnPlace(volume, decodeNifti(bytes, 'a.nii').volume)).toBeLessThan(1e-3);
  });
});

describe('a NIfTI file', () => {
  const grid = plainGrid([3, 3, 2]);

  it('keeps masks as bytes and carries its description', () => {
    const mask = maskOf(grid, (i) => i === 1);
    const bytes = writeNifti(mask, 'image', 'SYNTHETIC - PREDICTED +90 d');
    expect(bytes.length).toBe(352 + 18);
    expect(new DataView(bytes.buffer).getInt16(70, true)).toBe(2);
    expect(String.fromCharCode(...bytes.subarray(148, 175))).toBe('SYNTHETIC - PREDICTED +90 d');
    expect([...decodeNifti(bytes, 'm.nii').volume.data]).toEqual([...mask.data]);
  });

  it('cuts a long description before the next field', () => {
    const bytes = writeNifti(
      volumeOf(grid, () => 0),
      'image',
      'x'.repeat(200),
    );
    expect([...bytes.subarray(227, 229)]).toEqual([0, 0]);
  });
});

import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { AtrophyManifest } from '../../../../electron/contract/atrophy-manifest.ts';
import { readGroupMeans } from '../../../../electron/worker/atrophy/read-group-means.ts';
import { scriptedAtrophyManifest as manifest } from '../../../e2e/scripted-manifest.ts';
import { temporaryFolder } from '../../../fixtures/temporary-folder.ts';

const [columns, rows, slices] = [3, 2, 4];
const voxels = columns * rows * slices;
/** Two fields of three components each; every component holds its own number, 1 to 6, negative in the second field. */
const stored = Int8Array.from({ length: 6 * voxels }, (_, n) => {
  const component = Math.floor(n / voxels) + 1;
  return component > 3 ? -component : component;
});
const bytes = new Uint8Array(stored.buffer);
const field = { course: 'ad', years: 10, yearlyLogarithm: { brain: -0.01 } } as const;
const groupMeans: AtrophyManifest['groupMeans'] = {
  ...manifest.groupMeans,
  sha256: createHash('sha256').update(bytes).digest('hex'),
  shape: [3, slices, rows, columns],
  fields: [
    { ...field, direction: 'since', scale: 0.5 },
    { ...field, direction: 'ahead', scale: 2 },
  ],
};
const folder = temporaryFolder({ [groupMeans.file]: bytes });
const read = (changed: Partial<AtrophyManifest['groupMeans']> = {}) =>
  readGroupMeans({
    folder,
    ...{ sha256: '', card: '' },
    manifest: {
      ...manifest,
      grid: { ...manifest.grid, size: [2 * columns, 2 * rows, 2 * slices] },
      velocity: { every: 2 },
      groupMeans: { ...groupMeans, ...changed },
    },
  });

describe('the means of the training scenes in a release', () => {
  it('come in voxels of the answers per year, one component after the other', async () => {
    const { means } = await read();
    expect(means.map(({ direction }) => direction)).toEqual(['since', 'ahead']);
    expect(means.map(({ along }) => along.map((component) => [component.length, component[0]]))).toEqual([
      [1, 2, 3].map((number) => [voxels, (number * 0.5) / 2]),
      [-4, -5, -6].map((number) => [voxels, (number * 2) / 2]),
    ]);
  });

  it.each([
    ['another file', { sha256: '0'.repeat(64) }, 'model/checksum-mismatch'],
    ['a file that is not there', { file: 'none.bin' }, 'model/missing-file'],
    ['a file of another length', { fields: groupMeans.fields.slice(1) }, 'model/bad-manifest'],
    [
      'fields on another grid',
      { shape: [3, columns, rows, slices] as [3, number, number, number] },
      'model/bad-manifest',
    ],
  ])('are refused from %s', async (_, changed, code) => {
    await expect(read(changed)).rejects.toMatchObject({ problem: { code } });
  });
});

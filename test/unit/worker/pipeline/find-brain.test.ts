import { describe, expect, it } from 'vitest';
import type { Mask } from '../../../../electron/core/base/volume.ts';
import { findBrain } from '../../../../electron/worker/pipeline/find-brain.ts';
import type { Outliner } from '../../../../electron/worker/pipeline/outliner.ts';
import { isotropicGrid } from '../../../../electron/core/base/grid.ts';
import { headPhantom } from '../../../fixtures/head-phantom.ts';
import { volumeOf } from '../../../fixtures/volumes.ts';

const never = new AbortController().signal;
const grid = isotropicGrid([0, 0, 0], [40, 40, 40], 4);
const noise = { volume: volumeOf(grid, () => 0), sequence: 'T1c' as const };

/** An outliner whose model sees the first voxels of every image as brain. */
function seeing(voxels: number | null): Outliner {
  const brain = (images: { T1c?: { grid: Mask['grid']; data: { length: number } } }): Promise<Mask | null> => {
    const image = images.T1c;
    if (voxels === null || !image) return Promise.resolve(null);
    return Promise.resolve({ grid: image.grid, data: new Uint8Array(image.data.length).fill(1, 0, voxels) });
  };
  return { brain } as unknown as Outliner;
}

describe('the brain', () => {
  it('is found by brightness and shape where they show it, without the model', async () => {
    const head = headPhantom(isotropicGrid([0, 0, 0], [96, 96, 96], 2.2));
    const { warnings } = await findBrain({ volume: head, sequence: 'T1c' }, '2020-01-01', seeing(null), never);
    expect(warnings).toEqual([]);
  });

  it('is what the model sees where they do not, with a word about it', async () => {
    const { brain, warnings } = await findBrain(noise, '2020-01-01', seeing(10_000), never);
    expect(brain.data.reduce((sum, value) => sum + value, 0)).toBe(10_000);
    expect(warnings).toEqual([{ code: 'segment/brain-by-model', date: '2020-01-01', volumeMl: 640 }]);
  });

  it.each([null, 100])('is missed, which is said, where nobody sees one of its size (%s voxels)', async (voxels) => {
    await expect(findBrain(noise, '2020-01-01', seeing(voxels), never)).rejects.toMatchObject({
      problem: { code: 'segment/no-brain', date: '2020-01-01' },
    });
  });
});

import { describe, expect, it } from 'vitest';
import { ExpectedError } from '../../../../electron/core/base/expected-error.ts';
import type { Inference } from '../../../../electron/core/base/inference.ts';
import type { LesionImages } from '../../../../electron/core/segment/segmentation-description.ts';
import type { Problem } from '../../../../electron/core/base/problem.ts';
import { maskVoxels, type Mask } from '../../../../electron/core/base/volume.ts';
import type { NativeVisit } from '../../../../electron/worker/pipeline/load-visit.ts';
import { createOutliner, Outliner } from '../../../../electron/worker/pipeline/outliner.ts';
import { brightnessNetwork, testSegmentation } from '../../../fixtures/segmentation-case.ts';
import { plainGrid, volumeOf } from '../../../fixtures/volumes.ts';

const never = new AbortController().signal;
const cube = volumeOf(plainGrid([12, 12, 12], [8, 8, 8]), (i, j) => (i + j) * 10);
const images = { T1c: cube };

/** An outliner whose model is started and closed under our eyes. */
function watched(
  run: Inference['run'] = (...given) => brightnessNetwork().run(...given),
  isAsked?: (images: LesionImages) => boolean,
) {
  const counts = { started: 0, closed: 0 };
  const inference = { run, close: () => void counts.closed++ };
  const outliner = new Outliner(() => {
    counts.started++;
    return Promise.resolve({ model: testSegmentation, sha256: 'ab'.repeat(32), inference });
  }, isAsked);
  return { outliner, counts };
}

const failing = (problem: Problem) => () => Promise.reject(new ExpectedError(problem));

describe('an outliner', () => {
  it('starts its model once, for the first visit, and ends it when it is closed', async () => {
    const { outliner, counts } = watched();
    expect(counts).toEqual({ started: 0, closed: 0 });
    const seen = await outliner.outline(images, never);
    expect(seen).toMatchObject({ model: 'test-segmentation 1.2.3' });
    await outliner.outline(images, never);
    outliner.close();
    outliner.close();
    expect(counts).toEqual({ started: 1, closed: 1 });
    expect(await outliner.outline(images, never)).toBeNull();
    expect(outliner.warnings).toEqual([]);
  });

  it('does not ask the model about images that rules outline better, and does not start it for them', async () => {
    const { outliner, counts } = watched(undefined, ({ T2, FLAIR }) => Boolean(T2 ?? FLAIR));
    expect(await outliner.outline(images, never)).toBeNull();
    expect(counts).toEqual({ started: 0, closed: 0 });
    expect(await outliner.outline({ ...images, FLAIR: cube }, never)).toMatchObject({
      model: 'test-segmentation 1.2.3',
    });
    expect(outliner.warnings).toEqual([]);
  });

  it('shows the brain on whatever images, which makes nobody an outliner of lesions', async () => {
    const { outliner } = watched(undefined, () => false);
    expect(maskVoxels((await outliner.brain(images, never)) as Mask)).toBeGreaterThan(0);
    expect(outliner.used).toBeNull();
    expect(await new Outliner(null).brain(images, never)).toBeNull();
  });

  it('leaves the visits to rules when the model cannot be started, and says so once', async () => {
    const outliner = new Outliner(failing({ code: 'model/unknown', id: 'lesion-segmentation', known: [] }));
    expect(await outliner.outline(images, never)).toBeNull();
    expect(await outliner.outline(images, never)).toBeNull();
    expect(outliner.warnings).toEqual([
      { code: 'segment/model-unavailable', id: 'lesion-segmentation', problemCode: 'model/unknown' },
    ]);
  });

  it('leaves the visits to rules when the model fails on the way', async () => {
    const { outliner, counts } = watched(failing({ code: 'model/runtime-failed', id: 'm', reason: 'no memory' }));
    expect(await outliner.outline(images, never)).toBeNull();
    expect(outliner.warnings).toMatchObject([{ problemCode: 'model/runtime-failed' }]);
    expect(counts).toEqual({ started: 1, closed: 1 });
  });

  it('warns of slices that are thicker than any in training, once its model runs', async () => {
    const { outliner } = watched();
    const thick = volumeOf(plainGrid([2, 2, 2], [1, 1, 9]), () => 1);
    const visit = { date: '2024-05-06', images: [{ volume: cube }, { volume: thick }] } as unknown as NativeVisit;
    expect(outliner.checkTrained(visit, null)).toEqual([]);
    await outliner.outline(images, never);
    const [warning, ...others] = outliner.checkTrained(visit, null);
    expect(warning).toMatchObject({ code: 'simulate/out-of-range', value: 9, maximum: 6.5, unit: 'mm' });
    expect(others).toEqual([]);
  });

  it('warns of a core that is smaller than any in training', async () => {
    const { outliner } = watched();
    const visit = { date: '2024-05-06', images: [] } as unknown as NativeVisit;
    await outliner.outline(images, never);
    expect(outliner.checkTrained(visit, 5)).toEqual([]);
    expect(outliner.checkTrained(visit, 0.01)).toMatchObject([
      { quantity: 'The core volume of 2024-05-06, for test-segmentation,', value: 0.01, unit: 'ml' },
    ]);
  });

  it('does not take a cancelled job or a bug for a missing model', async () => {
    const { outliner } = watched(failing({ code: 'job/cancelled' }));
    await expect(outliner.outline(images, never)).rejects.toMatchObject({ problem: { code: 'job/cancelled' } });
    await expect(watched(() => Promise.reject(new TypeError('a bug'))).outliner.outline(images, never)).rejects.toThrow(
      'a bug',
    );
  });

  it('uses the released model unless rules are asked for, or do better on T1 with contrast alone', async () => {
    const processes = {
      start: () => {
        throw new Error('no process is started without a model');
      },
    };
    const services = { packageRoot: '/nowhere', processes };
    const byModel = createOutliner({ outline: 'model' }, services);
    expect(await byModel.outline(images, never)).toBeNull();
    expect(byModel.warnings).toMatchObject([{ problemCode: 'model/unknown' }]);
    const automatic = createOutliner({ outline: 'auto' }, services);
    expect(await automatic.outline(images, never)).toBeNull();
    expect(automatic.warnings).toEqual([]);
    for (const shown of [{ ...images, FLAIR: cube }, { FLAIR: cube }]) {
      const asked = createOutliner({ outline: 'auto' }, services);
      expect(await asked.outline(shown, never)).toBeNull();
      expect(asked.warnings).toMatchObject([{ problemCode: 'model/unknown' }]);
    }
    const byRules = createOutliner({ outline: 'rules' }, services);
    expect(await byRules.outline(images, never)).toBeNull();
    expect(byRules.warnings).toEqual([]);
  });
});

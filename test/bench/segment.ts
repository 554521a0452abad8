import { fileURLToPath } from 'node:url';
import { isotropicGrid } from '../../electron/core/base/grid.ts';
import { maskVolumeMl } from '../../electron/core/base/volume.ts';
import { brainMask } from '../../electron/core/segment/brain-mask.ts';
import { segmentCore } from '../../electron/core/segment/core-lesion.ts';
import { outlineByNetwork } from '../../electron/core/segment/outline-network.ts';
import { segmentOedema } from '../../electron/core/segment/oedema-lesion.ts';
import { forkStarter } from '../../electron/worker/fork-starter.ts';
import { findModel } from '../../electron/worker/inference/list-models.ts';
import { openInference } from '../../electron/worker/inference/open-inference.ts';
import { segmentationModelId } from '../../electron/worker/pipeline/outliner.ts';
import { flairLook, headPhantom } from '../fixtures/head-phantom.ts';
import { hasSegmentation } from '../fixtures/released-segmentation.ts';
import { secondsRow, secondsSince, type BenchRow } from './row.ts';

const packageRoot = fileURLToPath(new URL('../../', import.meta.url));

/** Brain, lesion and oedema of a generated head of 192^3 voxels on T1c and FLAIR: by the released network, and by rules. */
export async function benchSegment(): Promise<BenchRow[]> {
  if (!hasSegmentation) {
    console.log(`skipped: models/${segmentationModelId}/release is not there yet`);
    return [];
  }
  const { signal } = new AbortController();
  const grid = isotropicGrid([0, 0, 0], [192, 192, 192], 1.1);
  const [t1c, flair] = [headPhantom(grid), headPhantom(grid, flairLook)];
  const model = await findModel(packageRoot, segmentationModelId, 'segmentation');
  const opening = performance.now();
  const inference = await openInference(model, forkStarter, signal);
  const openSeconds = secondsSince(opening);
  const outlining = performance.now();
  const found = await outlineByNetwork({ T1c: t1c, FLAIR: flair }, inference, model.manifest, signal);
  const seconds = secondsSince(outlining);
  inference.close();
  const ruling = performance.now();
  const brain = brainMask(t1c, 'T1c');
  if (!brain || !found) throw new Error('the generated head has a brain');
  segmentOedema(flair, brain, segmentCore(t1c, brain, { FLAIR: flair }).mask);
  const rules = { name: 'rules', value: secondsSince(ruling) };
  return [
    secondsRow('start the segmentation model', openSeconds, null),
    {
      ...secondsRow('outline brain and lesion of 192 x 192 x 192', seconds, 10),
      rival: rules,
      ratio: seconds / rules.value,
    },
    { ...secondsRow('brain that it finds', maskVolumeMl(found.brain), null), unit: 'ml' },
  ];
}

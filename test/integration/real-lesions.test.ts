import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { maskVolumeMl, maskVoxels, type Mask } from '../../electron/core/base/volume.ts';
import { registerVolumes } from '../../electron/core/register/register-volume.ts';
import { brainMask } from '../../electron/core/segment/brain-mask.ts';
import { segmentCore } from '../../electron/core/segment/core-lesion.ts';
import { fillHoles } from '../../electron/core/segment/fill-holes.ts';
import { intersect } from '../../electron/core/segment/morphology.ts';
import { tissueMask } from '../../electron/core/segment/tissue-mask.ts';
import { elastixEngine } from '../../electron/worker/register/elastix-engine.ts';
import { overlap } from '../fixtures/overlap.ts';
import { glioblastomaFolder, hasRealPatients } from '../fixtures/real-series.ts';
import { hasRealGlioma, realGlioma, realVisits, type RealVisit } from '../fixtures/real-visits.ts';
import { hasSegmentation, openSegmentation, type ReleasedSegmentation } from '../fixtures/released-segmentation.ts';

if (!hasRealPatients) console.warn(`skipped: brains and lesions of real patients need ${glioblastomaFolder}`);
if (!hasSegmentation) console.warn('skipped: models/lesion-segmentation/release is not there yet');

const patients = ['case-01', 'case-05', 'case-09'] as const;
const shareInside = (part: Mask, whole: Mask): number => maskVoxels(intersect(part, whole)) / maskVoxels(part);

describe.skipIf(!hasRealPatients).each(patients)('the real patient %s', (name) => {
  it('has a brain, tissue and a core by rules on both dates', async () => {
    for (const { date, t1c, core } of await realVisits(name)) {
      const brain = brainMask(t1c, 'T1c') as Mask;
      expect(shareInside(core, brain)).toBeGreaterThan(0.95);
      const tissue = tissueMask(t1c, 'T1c', brain, core);
      const parenchyma = maskVolumeMl(tissue) / maskVolumeMl(brain);
      expect(parenchyma).toBeGreaterThan(0.7);
      expect(parenchyma).toBeLessThan(0.95);
      const dice = overlap(segmentCore(t1c, brain).mask, fillHoles(core));
      console.info(`${name} ${date}: Dice of the core by rules ${dice.toFixed(2)}`);
      // a start for a forecast, not a measurement: measured 0.61 to 0.90
      expect(dice).toBeGreaterThan(0.5);
    }
  });

  it('has two dates that lie over each other well', async () => {
    const [first, second] = (await realVisits(name)) as [RealVisit, RealVisit];
    const fixedRegion = brainMask(first.t1c, 'T1c') as Mask;
    const options = { date: second.date, sequence: 'T1c', fixedRegion };
    const found = await registerVolumes(first.t1c, second.t1c, elastixEngine(), options);
    console.info(`${name}: quality ${found.quality.toFixed(2)}, overlap ${found.overlapFraction.toFixed(3)}`);
    expect(found.warnings).toEqual([]);
  });
});

describe.skipIf(!hasSegmentation || !hasRealPatients)('the released segmentation model', () => {
  let network: ReleasedSegmentation;
  beforeAll(async () => {
    network = await openSegmentation();
  });
  afterAll(() => network.close());

  it('outlines the cores of real patients on T1 with contrast alone', async () => {
    const dices: number[] = [];
    for (const name of patients) {
      for (const { date, t1c, core } of await realVisits(name)) {
        const truth = fillHoles(core);
        const found = await network.outline({ T1c: t1c });
        const dice = overlap(found.core, truth);
        dices.push(dice);
        const ratio = maskVolumeMl(found.core) / maskVolumeMl(truth);
        const sure = found.coreProbability?.toFixed(2) ?? '-';
        const inside = shareInside(core, found.brain);
        console.info(
          `${name} ${date}: Dice of the core by network ${dice.toFixed(2)}, volume ratio ${ratio.toFixed(2)}, probability ${sure}; lesion within its brain ${inside.toFixed(2)}`,
        );
      }
    }
    const mean = dices.reduce((sum, dice) => sum + dice, 0) / dices.length;
    console.info(`mean Dice of the core by network ${mean.toFixed(2)}`);
    // Measured 0.38; a floor against breakage, not a promise.
    expect(mean).toBeGreaterThan(0.28);
  });

  it.skipIf(!hasRealGlioma)('finds the brain of a glioma patient on any sequence', async () => {
    const { images, brain } = await realGlioma();
    const { T1c, T1, T2, FLAIR } = images;
    for (const given of [{ T1c }, { T1 }, { T2 }, { FLAIR }, images]) {
      const found = await network.outline(given);
      const dice = overlap(found.brain, brain);
      const lesions = [found.core, found.oedema].map((mask) => (mask ? maskVolumeMl(mask).toFixed(1) : '-'));
      console.info(
        `brain on ${Object.keys(given).join('+')}: Dice ${dice.toFixed(3)}; core ${lesions[0]} ml, oedema ${lesions[1]} ml`,
      );
      // Measured 0.78 (T2) to 0.94 (T1 with contrast).
      expect(dice).toBeGreaterThan(0.68);
    }
  });
});

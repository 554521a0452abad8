import { describe, expect, it } from 'vitest';
import { maskVolumeMl, maskVoxels, type Mask, type Volume } from '../../electron/core/base/volume.ts';
import { registerVolumes } from '../../electron/core/register/register-volume.ts';
import { brainMask } from '../../electron/core/segment/brain-mask.ts';
import { segmentCore } from '../../electron/core/segment/core-lesion.ts';
import { fillHoles } from '../../electron/core/segment/fill-holes.ts';
import { intersect } from '../../electron/core/segment/morphology.ts';
import { tissueMask } from '../../electron/core/segment/tissue-mask.ts';
import { loadMask } from '../../electron/worker/files/load-mask.ts';
import { loadSeries } from '../../electron/worker/files/load-series.ts';
import { openTimeline } from '../../electron/worker/files/open-timeline.ts';
import { elastixEngine } from '../../electron/worker/register/elastix-engine.ts';
import { overlap } from '../fixtures/overlap.ts';
import { glioblastomaFolder, hasRealPatients } from '../fixtures/real-series.ts';

if (!hasRealPatients) console.warn(`skipped: brains and lesions of real patients need ${glioblastomaFolder}`);

interface RealVisit {
  readonly date: string;
  readonly t1c: Volume;
  readonly core: Mask;
}

describe.skipIf(!hasRealPatients).each(['case-01', 'case-05', 'case-09'])('the real patient %s', (name) => {
  it('has a brain, tissue and an automatic core on both dates', async () => {
    for (const { date, t1c, core } of await visitsOf(name)) {
      const brain = brainMask(t1c, 'T1c') as Mask;
      expect(maskVoxels(intersect(brain, core)) / maskVoxels(core)).toBeGreaterThan(0.95);
      const tissue = tissueMask(t1c, 'T1c', brain, core);
      const parenchyma = maskVolumeMl(tissue) / maskVolumeMl(brain);
      expect(parenchyma).toBeGreaterThan(0.7);
      expect(parenchyma).toBeLessThan(0.95);
      const dice = overlap(segmentCore(t1c, brain).mask, fillHoles(core));
      console.info(`${name} ${date}: Dice of the automatic core ${dice.toFixed(2)}`);
      // a start for a forecast, not a measurement: measured 0.61 to 0.90
      expect(dice).toBeGreaterThan(0.5);
    }
  });

  it('has two dates that lie over each other well', async () => {
    const [first, second] = (await visitsOf(name)) as [RealVisit, RealVisit];
    const fixedRegion = brainMask(first.t1c, 'T1c') as Mask;
    const options = { date: second.date, sequence: 'T1c', fixedRegion };
    const found = await registerVolumes(first.t1c, second.t1c, elastixEngine(), options);
    console.info(`${name}: quality ${found.quality.toFixed(2)}, overlap ${found.overlapFraction.toFixed(3)}`);
    expect(found.warnings).toEqual([]);
  });
});

async function visitsOf(name: string): Promise<RealVisit[]> {
  const folder = `${glioblastomaFolder}/${name}`;
  const { timeline, series } = await openTimeline(folder);
  const visits: RealVisit[] = [];
  for (const visit of timeline.visits) {
    const loadable = series.get(visit.series[0]?.key ?? '');
    if (!loadable) throw new Error('the series is not loadable');
    const { volume } = await loadSeries(loadable);
    const { mask } = await loadMask(`${folder}/${visit.date}-tumour-mask.nii.gz`, volume.grid);
    visits.push({ date: visit.date, t1c: volume, core: mask });
  }
  return visits;
}

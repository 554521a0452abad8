import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { segmentationSchema, type Segmentation } from '../../electron/contract/segmentation.ts';
import { maskVolumeMl, type Mask } from '../../electron/core/base/volume.ts';
import { makeDemoPatient } from '../../electron/worker/demo/make-demo-patient.ts';
import { loadMask } from '../../electron/worker/files/load-mask.ts';
import { openTimeline } from '../../electron/worker/files/open-timeline.ts';
import { coarseDemoRecipe } from '../fixtures/coarse-demo.ts';
import { overlap } from '../fixtures/overlap.ts';
import { runLongview, type LongviewRun } from '../fixtures/run-longview.ts';

let folder = '';
let patient: Awaited<ReturnType<typeof makeDemoPatient>>;
let run: LongviewRun = { exitCode: null, stdout: '', stderr: '' };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'longview-segment-'));
  patient = await makeDemoPatient(join(folder, 'patient'), { recipe: await coarseDemoRecipe() });
  run = await runLongview('segment', join(folder, 'patient'), '--out', join(folder, 'out'), '--outline', 'model');
}, 600_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const read = async (): Promise<Segmentation> =>
  segmentationSchema.parse(JSON.parse(await readFile(join(folder, 'out', 'segmentation.json'), 'utf8')));

describe('longview segment on the demo patient', () => {
  it('outlines every date and says who did it', async () => {
    expect(run.exitCode, run.stderr).toBe(0);
    const { visits, model, scans } = await read();
    expect(model?.id).toBe('lesion-segmentation');
    expect(scans).toBe('generated');
    expect(visits.map(({ date }) => date)).toEqual(patient.masks.map(({ date }) => date));
    for (const visit of visits) {
      expect(visit).toMatchObject({ outline: 'model', sequence: 'T1c' });
      expect(visit.oedemaMl ?? 0).toBeGreaterThanOrEqual(visit.coreMl);
      expect(visit.brainMl).toBeGreaterThan(900);
    }
  });

  it('writes the masks that it lists, on the grid of the scan, near the true lesion', async () => {
    const { visits } = await read();
    const { timeline, series } = await openTimeline(join(folder, 'patient'));
    expect((await readdir(join(folder, 'out'))).sort()).toEqual(
      [...visits.flatMap(({ files }) => files), 'segmentation.json'].sort(),
    );
    for (const { date, coreMl } of visits) {
      const shown = timeline.visits.find((visit) => visit.date === date)?.series ?? [];
      const grid = series.get(shown.find(({ sequence }) => sequence === 'T1c')?.key ?? '')?.grid;
      if (!grid) throw new Error(`no T1c on ${date}`);
      const read = async (file: string): Promise<Mask> => (await loadMask(file, grid)).mask;
      const core = await read(join(folder, 'out', `${date}_core.nii.gz`));
      const truth = await read(patient.masks.find((mask) => mask.date === date)?.file ?? '');
      expect(maskVolumeMl(core)).toBeCloseTo(coreMl, 3);
      expect(overlap(core, truth), date).toBeGreaterThan(0.4);
    }
  });
});

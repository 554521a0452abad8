import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evaluationSchema, type Evaluation } from '../../electron/contract/evaluation.ts';
import { requestSchemas } from '../../electron/contract/requests.ts';
import { evaluatePatients } from '../../electron/worker/evaluate/evaluate-patients.ts';
import { forkStarter } from '../../electron/worker/fork-starter.ts';
import { elastixEngine } from '../../electron/worker/register/elastix-engine.ts';
import { makeDemoPatient } from '../../electron/worker/demo/make-demo-patient.ts';
import { coarseDemoRecipe } from '../fixtures/coarse-demo.ts';
import { runLongview, type LongviewRun } from '../fixtures/run-longview.ts';

let folder = '';
let run: LongviewRun = { exitCode: null, stdout: '', stderr: '' };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'longview-evaluate-'));
  const patient = await makeDemoPatient(join(folder, 'patient'), { recipe: await coarseDemoRecipe() });
  await mkdir(join(folder, 'nobody'));
  const list = {
    schema: 'longview.evaluation-list/1',
    patients: [
      { name: 'generated', path: 'patient', masks: patient.masks },
      { name: 'empty', path: 'nobody' },
    ],
  };
  await writeFile(join(folder, 'evaluate.json'), JSON.stringify(list));
  run = await runLongview('evaluate', folder, '--samples', '4', '--out', join(folder, 'out'));
}, 600_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const read = async (): Promise<Evaluation> =>
  evaluationSchema.parse(JSON.parse(await readFile(join(folder, 'out', 'evaluation.json'), 'utf8')));

describe('longview evaluate on a list of patients', () => {
  it('ends well, prints every method, and names who failed', () => {
    expect(run.exitCode, run.stderr).toBe(0);
    for (const id of ['glioma-course', 'no-change', 'linear-extrapolation', 'fisher-kolmogorov']) {
      expect(run.stdout).toContain(id);
    }
    expect(run.stdout).toMatch(/Not evaluated \(1\)\n {2}empty: .*\[folder\/empty\]/);
  });

  it('writes figures that pass the schema, for core, oedema, images and futures', async () => {
    const { patients, testSets, failed, methods } = await read();
    expect(failed.map(({ name, code }) => [name, code])).toEqual([['empty', 'folder/empty']]);
    const [patient] = patients;
    expect(patient).toMatchObject({ name: 'generated', scans: 'generated', visits: 1, horizonDays: 61 });
    expect(patient?.futures.volumesMl).toHaveLength(4);
    for (const id of methods) {
      const { core, oedema, image } = patient?.methods[id] ?? {};
      expect(Object.values({ ...core, ...oedema, ...image }), id).not.toContain(null);
      expect(testSets.given.methods[id]?.core.dice.mean).toBeCloseTo(core?.dice ?? -1, 3);
    }
    expect(patient?.methods['no-change']?.core).toMatchObject({ growthRegionDice: 0, skill: 0 });
  });

  it('leaves a page and its figures, and nothing else', async () => {
    expect((await readdir(join(folder, 'out'))).sort()).toEqual(['evaluation.html', 'evaluation.json']);
    expect(await readFile(join(folder, 'out', 'evaluation.html'), 'utf8')).toContain('generated, not acquired');
    expect((await readdir(folder)).filter((name) => name.includes('partial'))).toEqual([]);
  });

  it('keeps the patients that were done when it is stopped, and lists the rest', async () => {
    const stop = new AbortController();
    const services = {
      processes: forkStarter,
      registration: elastixEngine(),
      packageRoot: fileURLToPath(new URL('../../', import.meta.url)),
      version: '0.0.0',
    };
    const context = {
      signal: stop.signal,
      progress: ({ stage }: { readonly stage: string }) => void (stage.startsWith('2/') && stop.abort()),
    };
    const [first] = (await read()).patients;
    const list = JSON.parse(await readFile(join(folder, 'evaluate.json'), 'utf8')) as { patients: object[] };
    const again = join(folder, 'again');
    await mkdir(again);
    const [generated] = list.patients;
    const patients = ['one', 'two', 'three'].map((name) => ({ ...generated, name, path: '../patient' }));
    await writeFile(join(again, 'evaluate.json'), JSON.stringify({ ...list, patients }));
    const request = requestSchemas['evaluation.run'].parse({
      folders: [again],
      path: join(folder, 'stopped'),
      samples: 4,
    });
    const evaluation = await evaluatePatients(request, services, context);
    expect(evaluation.patients.map(({ name }) => name)).toEqual(['one']);
    expect(evaluation.patients[0]?.methods).toEqual(first?.methods);
    expect(evaluation.failed).toMatchObject([
      { name: 'two', code: 'job/cancelled' },
      { name: 'three', code: 'job/cancelled' },
    ]);
  }, 600_000);

  it('refuses a single patient by its own problem', async () => {
    const alone = await runLongview('evaluate', join(folder, 'nobody'), '--out', join(folder, 'other'));
    expect(alone.exitCode).toBe(3);
    expect(alone.stderr).toContain('[folder/empty]');
  }, 60_000);
});

import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeNifti } from '../../../../electron/core/decode/decode-nifti.ts';
import type { ImageHeader } from '../../../../electron/core/decode/image-header.ts';
import { readHeader } from '../../../../electron/core/decode/read-header.ts';
import { recogniseSequence } from '../../../../electron/core/order/recognise-sequence.ts';
import { visitDays, readDemoRecipe, type DemoRecipe } from '../../../../electron/worker/demo/demo-recipe.ts';
import { makeDemoPatient, type DemoPatient } from '../../../../electron/worker/demo/make-demo-patient.ts';
import { coarseDemoRecipe } from '../../../fixtures/coarse-demo.ts';
import { dciodvfyComplaints, isInstalled } from '../../../fixtures/outside-tools.ts';

let base = '';
let recipe: DemoRecipe;
let patient: DemoPatient;
const stages: string[] = [];
const inBase = (...parts: readonly string[]): string => join(base, ...parts);

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'longview-demo-unit-'));
  recipe = await coarseDemoRecipe();
  patient = await makeDemoPatient(inBase('one'), { recipe, report: (stage) => stages.push(stage) });
}, 60_000);
afterAll(() => rm(base, { recursive: true, force: true }));

async function mask(region: string, visit: number): Promise<Float32Array> {
  const file = inBase('one', 'masks', `${recipe.visits[visit]?.date}-${region}-mask.nii.gz`);
  return decodeNifti(gunzipSync(await readFile(file)), file).volume.data;
}
/** Every image and mask of a patient, in the order of their names. */
async function contents(folder: string): Promise<string[]> {
  const names = (await readdir(inBase(folder), { recursive: true })).filter((name) => /\.(dcm|gz)$/.test(name));
  return Promise.all(names.sort().map(async (name) => (await readFile(inBase(folder, name))).toString('base64')));
}
const voxels = (data: Float32Array): number => data.reduce((sum, value) => sum + value, 0);

describe('makeDemoPatient', () => {
  it('writes both sequences and both masks at every date', async () => {
    expect(patient.folder).toBe(inBase('one'));
    expect(patient.masks.map(({ date }) => date)).toEqual(recipe.visits.map(({ date }) => date));
    for (const { date } of recipe.visits) {
      for (const sequence of ['T1c', 'FLAIR']) {
        expect(await readdir(inBase('one', date, sequence))).toHaveLength(recipe.scanner.size[2]);
      }
    }
    expect((await readdir(inBase('one', 'masks'))).length).toBe(2 * recipe.visits.length);
    expect(new Set(stages)).toEqual(new Set(['simulate', 'write']));
  });

  it.each(['T1c', 'FLAIR'] as const)(
    'writes %s that our own reader takes for it, marked as synthetic',
    async (sequence) => {
      const file = inBase('one', '2024-04-06', sequence, 'slice-0012.dcm');
      const header = readHeader(await readFile(file), file);
      expect(recogniseSequence(header).sequence).toBe(sequence);
      expect(header).toMatchObject({
        syntheticData: true,
        patientId: 'DEMO-0001',
        studyDate: '2024-04-06',
        modality: 'MR',
      });
    },
  );

  it('gives every study its own frame of reference and every file its own UID', async () => {
    const headers: ImageHeader[] = [];
    for (const { date } of recipe.visits) {
      for (const name of await readdir(inBase('one', date, 'T1c'))) {
        const file = inBase('one', date, 'T1c', name);
        headers.push(readHeader(await readFile(file), file));
      }
    }
    const distinct = (of: (header: (typeof headers)[0]) => unknown): number => new Set(headers.map(of)).size;
    expect(distinct((header) => header.frameOfReferenceUid)).toBe(recipe.visits.length);
    expect(distinct((header) => header.sopInstanceUid)).toBe(headers.length);
  });

  it('grows a core that lies within the abnormality', async () => {
    const [first, second] = [await mask('core', 0), await mask('core', 1)];
    const whole = await mask('oedema', 1);
    expect(voxels(first)).toBeGreaterThan(10);
    expect(voxels(second)).toBeGreaterThan(1.3 * voxels(first));
    expect(voxels(whole)).toBeGreaterThan(1.5 * voxels(second));
    expect(second.every((value, n) => value === 0 || whole[n] === 1)).toBe(true);
  });

  it('replaces an earlier demo patient by the same bytes', async () => {
    const before = await contents('one');
    expect(before.length).toBe(2 * 2 * recipe.scanner.size[2] + 4);
    await makeDemoPatient(inBase('one'), { recipe });
    const after = await contents('one');
    expect(after.every((bytes, n) => bytes === before[n])).toBe(true);
  }, 60_000);

  it('keeps the earlier demo patient when making a new one is cancelled', async () => {
    const before = await contents('one');
    const stop = new AbortController();
    const attempt = makeDemoPatient(inBase('one'), { recipe, report: () => stop.abort(), signal: stop.signal });
    await expect(attempt).rejects.toMatchObject({ problem: { code: 'job/cancelled' } });
    expect(await contents('one')).toEqual(before);
  });

  it('makes another patient of another seed', async () => {
    await makeDemoPatient(inBase('other'), { recipe, seed: recipe.seed + 1 });
    const [one, other] = [await contents('one'), await contents('other')];
    expect(other.some((bytes, n) => bytes === one[n])).toBe(false);
  }, 60_000);

  it('leaves a folder alone that holds anything else', async () => {
    await mkdir(inBase('mine'));
    for (const folder of ['mine', 'other']) {
      await writeFile(inBase(folder, 'notes.txt'), 'mine');
      const attempt = makeDemoPatient(inBase(folder), { recipe });
      await expect(attempt).rejects.toMatchObject({ problem: { code: 'output/exists' } });
      expect(await readdir(inBase(folder))).toContain('notes.txt');
    }
  });

  it('stops when asked and leaves nothing behind', async () => {
    const stop = new AbortController();
    const report = (): void => stop.abort();
    await expect(makeDemoPatient(inBase('four'), { recipe, report, signal: stop.signal })).rejects.toMatchObject({
      problem: { code: 'job/cancelled' },
    });
    expect((await readdir(base)).filter((name) => name.includes('four'))).toEqual([]);
  });

  it.skipIf(!isInstalled('dciodvfy'))('passes the outside validator', () => {
    for (const sequence of ['T1c', 'FLAIR']) {
      expect(dciodvfyComplaints(inBase('one', '2024-02-05', sequence, 'slice-0001.dcm'))).toEqual([]);
    }
  });
});

describe('the shipped recipe', () => {
  it('has four dates with unequal intervals', async () => {
    expect(visitDays(await readDemoRecipe())).toEqual([0, 61, 118, 203]);
  });
});

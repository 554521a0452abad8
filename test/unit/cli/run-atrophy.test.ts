import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ExpectedError } from '../../../electron/core/base/expected-error.ts';
import type { Handlers } from '../../../electron/worker/handlers.ts';
import { longview } from '../../fixtures/cli-host.ts';
import { atrophyAnswer, atrophyModel } from '../../fixtures/sample-atrophy.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

describe('longview forecast with a model of atrophy', () => {
  const folder = temporaryFolder({});
  const asked: unknown[] = [];
  const engine: Partial<Handlers> = {
    'models.list': async () => ({ models: [atrophyModel] }),
    'atrophy.run': async (request) => {
      asked.push(request);
      return atrophyAnswer('earlier');
    },
    'atrophy.export': async ({ atrophyId, path }) => ({
      path,
      files: [atrophyId, 'report.html'],
      warnings: [{ code: 'write/no-dicom-source' }],
    }),
  };
  const base = ['forecast', folder, '--model', 'brain-atrophy', '--out', join(folder, 'out')];

  it('asks with years, course and age, and prints volumes, rates and both dates', async () => {
    const options = ['--years', '2.5', '--course', 'ad', '--years-of-disease', '3', '--age', '71', '--seed', '4'];
    const { code, out } = await longview([...base, ...options], engine);
    expect(code).toBe(0);
    expect(asked[0]).toMatchObject({
      ...{ path: folder, model: 'brain-atrophy', years: 2.5, course: 'ad', yearsOfDisease: 3, ageYears: 71, seed: 4 },
      ...{ samples: 20, holdOut: 'none' },
    });
    expect(out).toContain('hippocampi left 2.74 ml, right 2.88 ml');
    expect(out).toMatch(/ventricles +48\.2 +3\.6 +\+38\.4 +\+36\.9 +\+25\.1 to \+48\.7 +\+9\.2[23] +\+4\.45/);
    expect(out).toMatch(/hippocampi +-3\.90 +-4\.40 +-5\.3 to -3\.5 +-3\.50/);
    expect(out).toContain('changed since, beyond chance (0.8 %/year): 31 % lost, 6 % gained');
    expect(out).toContain('its map shows nothing below 2.0 %/year');
    expect(out).toContain('predicted %/year');
    expect(out).toMatch(/group-mean +0\.958 +32\.6\nno-change +0\.947 +31\.4/);
    expect(out).toContain('Note: The coarsest spacing of the last scan is 7.0 mm');
    expect(out).toContain('Note: No DICOM series was written');
    expect(out).toContain('diagnoses nobody');
    expect(out).toContain('trained on simulated atrophy alone');
    expect(out).toContain('2 files; open report.html');
  });

  it('needs years or a follow-up, and counts in years', async () => {
    expect((await longview(base, engine)).code).toBe(2);
    expect((await longview([...base, '--hold-out', 'last'], engine)).code).toBe(0);
    const days = await longview([...base, '--years', '2', '--horizon-days', '90'], engine);
    expect(days).toMatchObject({ code: 2 });
    expect((await longview([...base, '--years', '0'], engine)).code).toBe(2);
  });

  it('knows no years of disease of healthy ageing, and names the options', async () => {
    const options = ['--years', '2', '--course', 'healthy', '--years-of-disease', '3'];
    const { code, notes } = await longview([...base, ...options], engine);
    expect(code).toBe(2);
    expect(notes).toContain('--years-of-disease does not go with --course healthy');
  });

  it('leaves lesions to days', async () => {
    const lesion = ['forecast', folder, '--out', join(folder, 'out'), '--years', '2', '--horizon-days', '90'];
    expect((await longview(lesion, engine)).code).toBe(2);
  });

  it.each([
    ['brain-atrophy', ['--years', '2', '--explain', '--arm', 'resection'], 'is for brains: leave out --arm, --explain'],
    ['brain-atrophy', ['--years', '2', '--outline', 'rules', '--dose-gy', '50'], 'leave out --outline, --dose-gy'],
    ['glioma-course', ['--horizon-days', '90', '--course', 'ad'], 'is for lesions: leave out --course'],
    ['glioma-course', ['--horizon-days', '90', '--years-of-disease', '3'], 'leave out --years-of-disease'],
  ])('refuses what %s would ignore: %s', async (model, options, words) => {
    const args = ['forecast', folder, '--out', join(folder, 'out'), '--model', model, ...options];
    const { code, notes } = await longview(args, engine);
    expect(code).toBe(2);
    expect(notes).toContain(words);
  });

  it('leaves it to the engine to say that a model is not here', async () => {
    const missing: Partial<Handlers> = {
      'models.list': async () => ({ models: [] }),
      'atrophy.run': async ({ model }) => {
        throw new ExpectedError({ code: 'model/unknown', id: model, known: [] });
      },
    };
    const { code, notes } = await longview([...base, '--years', '2'], missing);
    expect(code).toBe(3);
    expect(notes).toContain('There is no model called brain-atrophy.');
  });

  it('prints JSON', async () => {
    const { out } = await longview([...base, '--years', '2', '--json'], engine);
    expect(JSON.parse(out)).toMatchObject({ report: { schema: 'longview.atrophy/1' } });
  });
});

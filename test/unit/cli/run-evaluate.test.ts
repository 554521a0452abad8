import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Handlers } from '../../../electron/worker/handlers.ts';
import { longview } from '../../fixtures/cli-host.ts';
import { fakeEvaluation } from '../../fixtures/fake-evaluation.ts';

let folder: string;
let asked: unknown[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'longview-cli-'));
  asked = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('longview evaluate', () => {
  const evaluating: Partial<Handlers> = {
    'evaluation.run': async (request) => {
      asked.push(request);
      return { path: request.path, files: ['evaluation.json', 'evaluation.html'], evaluation: fakeEvaluation() };
    },
  };

  it('asks for every folder and prints methods, patients and who failed', async () => {
    const args = ['evaluate', join(folder, 'a'), join(folder, 'b'), '--out', join(folder, 'e')];
    const { code, out } = await longview([...args, '--masks', '{date}.nii.gz'], evaluating);
    expect(code).toBe(0);
    expect(asked).toMatchObject([
      { folders: [join(folder, 'a'), join(folder, 'b')], maskPattern: '{date}.nii.gz', path: join(folder, 'e') },
    ]);
    expect(out).toMatch(/growth-region Dice/);
    expect(out).toMatch(/core, model less best rival/);
    expect(out).toMatch(/case-1 .*90/);
    expect(out).toMatch(/case-2 .*resection from day -1/);
    expect(out).toMatch(/rivals know of no treatment[^]*name treatments in evaluate\.json/);
    expect(out).toMatch(/Not evaluated \(1\)\n {2}case-3/);
    expect(out).toContain('Not for diagnosis');
  });

  it('prints JSON', async () => {
    const { out } = await longview(['evaluate', folder, '--out', join(folder, 'e'), '--json'], evaluating);
    expect(JSON.parse(out)).toMatchObject({ evaluation: { schema: 'longview.evaluation/1' } });
  });

  it('replaces an earlier evaluation and nothing else', async () => {
    const taken = join(folder, 'report');
    mkdirSync(taken);
    writeFileSync(join(taken, 'report.json'), '"longview.report/1"');
    expect((await longview(['evaluate', folder, '--out', taken], evaluating)).code).toBe(3);
    rmSync(join(taken, 'report.json'));
    writeFileSync(join(taken, 'evaluation.json'), '{"schema": "longview.evaluation/1"}');
    expect((await longview(['evaluate', folder, '--out', taken], evaluating)).code).toBe(0);
  });

  it('prints what a stopped run has, and ends with 130', async () => {
    const stopped: Partial<Handlers> = {
      'evaluation.run': async ({ path }, { signal, progress }) => {
        progress({ stage: '2/3 order', progressFraction: 0.1 });
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        return { path, files: ['evaluation.json', 'evaluation.html'], evaluation: fakeEvaluation() };
      },
    };
    const args = ['evaluate', folder, '--out', join(folder, 'e')];
    const { code, out, notes } = await longview(args, stopped, '2/3 order ...');
    expect(code).toBe(130);
    expect(out).toContain('Not evaluated (1)');
    expect(notes).not.toMatch(/Cancelled|bug/);
  });

  it('refuses a mask pattern without a date as bad usage', async () => {
    const args = ['evaluate', folder, '--out', join(folder, 'e'), '--masks', 'mask.nii'];
    expect((await longview(args, evaluating)).code).toBe(2);
  });
});

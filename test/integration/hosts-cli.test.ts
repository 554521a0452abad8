import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const launcher = join(root, 'electron', 'cli', 'longview.mjs');
const isBuilt = existsSync(join(root, 'dist', 'electron', 'cli', 'main.js'));
if (!isBuilt) console.warn('Skipped the built command line: dist is absent (npm run build).');

interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly notes: string;
}

/** Runs the program as a user does; `interruptOn` sends Ctrl+C when standard error says so. */
function longview(args: readonly string[], interruptOn = ''): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [launcher, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let [out, notes, interrupted] = ['', '', false];
    child.stdout.on('data', (data: Buffer) => (out += data.toString()));
    child.stderr.on('data', (data: Buffer) => {
      notes += data.toString();
      if (interruptOn === '' || interrupted || !notes.includes(interruptOn)) return;
      interrupted = true;
      child.kill('SIGINT');
    });
    child.once('close', (code) => resolve({ code, out, notes }));
  });
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'longview-cli-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe.skipIf(!isBuilt)('the built command line with the real engine', () => {
  it.each([
    ['a folder that is not there', (): string => join(folder, 'nowhere'), 'folder/not-found'],
    ['an empty folder', (): string => made('empty'), 'folder/empty'],
    ['a PDF', (): string => made('pdf', '%PDF-1.7\n'), 'folder/no-images'],
  ])('refuses %s with 3', async (_name, path, problem) => {
    const { code, out } = await longview(['index', path(), '--json']);
    expect(code).toBe(3);
    expect(JSON.parse(out)).toMatchObject({ problem: { code: problem } });
  });

  it('refuses an unknown model with 3 and names those that are here', async () => {
    const args = ['forecast', made('empty'), '--model', 'nothing', '--horizon-days', '90', '--out', join(folder, 'o')];
    const { code, notes } = await longview(args);
    expect(code).toBe(3);
    expect(notes).toMatch(/\[(model\/unknown|folder\/empty)\]/);
  });

  it('ends bad usage with 2', async () => {
    expect((await longview(['forecast'])).code).toBe(2);
  });

  it('stops on Ctrl+C with 130 and leaves nothing behind', async () => {
    const place = join(folder, 'interrupted');
    mkdirSync(place);
    const started = Date.now();
    const { code, notes } = await longview(['demo', '--out', join(place, 'demo')], '...');
    expect(code).toBe(130);
    expect(notes).toContain('[job/cancelled]');
    expect(readdirSync(place)).toEqual([]);
    // Far less than generating takes; generous because test machines are shared.
    expect(Date.now() - started).toBeLessThan(30_000);
  });
});

function made(name: string, content?: string): string {
  const path = join(folder, name);
  mkdirSync(path, { recursive: true });
  if (content !== undefined) writeFileSync(join(path, 'report.pdf'), content);
  return path;
}

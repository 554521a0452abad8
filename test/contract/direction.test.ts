import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Each plant is one forbidden import and the rule that must name it. */
const plants = [
  ['electron/core/base/planted-fs.ts', `import 'node:fs';`, 'pure-core-and-contract'],
  ['electron/contract/planted-react.ts', `import 'react';`, 'home-of-react'],
  ['electron/contract/planted-node.ts', `import 'node:path';`, 'pure-core-and-contract'],
  ['electron/contract/planted-stage.ts', `import '../core/verify/target.ts';`, 'direction-electron-contract'],
  ['electron/main/planted-renderer.ts', `import '../../renderer/app/target.ts';`, 'direction-electron-main'],
  ['electron/main/planted-worker.ts', `import '../worker/target.ts';`, 'direction-electron-main'],
  ['electron/main/planted-runtime.ts', `import 'onnxruntime-node';`, 'home-of-onnxruntime-node'],
  ['electron/worker/planted-main.ts', `import '../main/target.ts';`, 'direction-electron-worker'],
  ['electron/worker/planted-electron.ts', `import 'electron';`, 'home-of-electron'],
  ['electron/core/decode/planted-later.ts', `import '../write/target.ts';`, 'direction-core-decode'],
  ['electron/core/write/planted-worker.ts', `import '../../worker/target.ts';`, 'direction-core-write'],
  ['electron/core/verify/planted-zod.ts', `import 'zod';`, 'home-of-zod'],
  ['renderer/screens/planted-core.ts', `import '../../electron/core/verify/target.ts';`, 'direction-renderer'],
  ['renderer/screens/planted-node.ts', `import 'node:fs';`, 'no-node-in-the-window'],
  ['renderer/screens/planted-cornerstone.ts', `import '@cornerstonejs/core';`, 'home-of-cornerstonejs'],
  ['renderer/viewport/planted-bridge.ts', `import '../bridge/target.ts';`, 'bridge-alone-knows-the-host'],
  ['electron/core/base/planted-cycle-a.ts', `import './planted-cycle-b.ts';`, 'no-cycles'],
  ['electron/core/base/planted-nowhere.ts', `import './does-not-exist.ts';`, 'resolvable'],
] as const;

/** Files that the plants import, and imports that are allowed and must stay without complaint. */
const innocent = {
  'electron/core/base/planted-cycle-b.ts': `import './planted-cycle-a.ts';`,
  'electron/core/base/target.ts': 'export const value = 1;',
  'electron/core/verify/target.ts': `import '../base/target.ts';`,
  'electron/core/write/target.ts': `import '../verify/target.ts'; import 'fast-png';`,
  'electron/worker/target.ts': `import '../core/write/target.ts'; import 'node:fs'; import 'onnxruntime-node';`,
  'electron/contract/target.ts': `import '../core/base/target.ts'; import 'zod';`,
  'electron/main/target.ts': `import '../contract/target.ts'; import 'electron';`,
  'renderer/app/target.ts': `import '../../electron/contract/target.ts'; import 'react';`,
  'renderer/bridge/target.ts': `import '../../electron/contract/target.ts';`,
};

interface Violation {
  readonly from: string;
  readonly rule: { readonly name: string };
}

let folder = '';
let violations: readonly Violation[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'longview-planted-'));
  for (const [file, text] of [...plants, ...Object.entries(innocent)]) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), `${text}\n`);
  }
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  await symlink(join(root, 'package.json'), join(folder, 'package.json'));
  const output = await cruise(folder);
  violations = (JSON.parse(output) as { summary: { violations: Violation[] } }).summary.violations;
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the direction of imports', () => {
  it.each(plants)('%s is caught by its rule', (file, _text, rule) => {
    const names = violations.filter(({ from }) => from === file).map((violation) => violation.rule.name);
    expect(names).toContain(rule);
  });

  it('leaves allowed imports alone', () => {
    const files = Object.keys(innocent).filter((file) => !file.includes('cycle'));
    expect(violations.filter(({ from }) => files.includes(from))).toEqual([]);
  });
});

describe('the compiler and the editor', () => {
  it('knows no window, no process and no node:fs in core', async () => {
    const source = `import { readFileSync } from 'node:fs';\nexport const planted = [window, process, readFileSync];\n`;
    const file = join(folder, 'electron/core/base/planted-globals.ts');
    await writeFile(file, source);
    const settings = { extends: join(root, '.config/tsconfig.base.json'), include: [file] };
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(settings));
    const output = await compile(['--noEmit', '-p', join(folder, 'tsconfig.json')]);
    expect(output).toMatch(/Cannot find (name 'window'|.*'window')/);
    expect(output).toMatch(/'process'/);
    expect(output).toMatch(/'node:fs'/);
  });

  it.each([
    ['electron/core/base/vector.ts', 'export const planted = Math.random();', 'no-restricted-properties'],
    ['electron/core/base/vector.ts', 'export default 1;', 'no-restricted-syntax'],
    ['electron/core/base/vector.ts', 'export const planted = new Date();', 'no-restricted-globals'],
    ['electron/contract/reply.ts', 'export const planted: any = 1;', '@typescript-eslint/no-explicit-any'],
    [
      'electron/main/start.ts',
      `import { ipcMain } from 'electron';\nipcMain.removeAllListeners();`,
      'no-restricted-imports',
    ],
  ])('%s refuses "%s"', async (file, text, rule) => {
    const eslint = new ESLint({ cwd: root, overrideConfigFile: join(root, '.config/eslint.config.mjs') });
    const [result] = await eslint.lintText(text, { filePath: join(root, file) });
    expect(result?.messages.map(({ ruleId }) => ruleId)).toContain(rule);
  });

  it('refuses a file of more than 300 lines', async () => {
    const eslint = new ESLint({ cwd: root, overrideConfigFile: join(root, '.config/eslint.config.mjs') });
    const text = 'export const a = 1;\n'.concat('// padding\n'.repeat(301));
    const [result] = await eslint.lintText(text, { filePath: join(root, 'electron/core/base/vector.ts') });
    expect(result?.messages.map(({ ruleId }) => ruleId)).toContain('max-lines');
  });
});

function cruise(cwd: string): Promise<string> {
  const args = ['--config', join(root, '.config/direction.cjs'), '--output-type', 'json', 'electron', 'renderer'];
  return output(join(root, 'node_modules/.bin/depcruise'), args, cwd);
}

function compile(args: readonly string[]): Promise<string> {
  return output(join(root, 'node_modules/.bin/tsc'), args, folder);
}

/** Standard output of a command, whatever its exit code. */
function output(command: string, args: readonly string[], cwd: string): Promise<string> {
  return new Promise((resolve) => {
    execFile(command, args, { cwd, maxBuffer: 64e6 }, (_error, stdout) => resolve(stdout));
  });
}

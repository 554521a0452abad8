/**
 * `npm run check`: format, lint, types, direction, dead code, drift of generated files, Python lint; all at once, each
 * reported by name. Exits with 1 when any of them fails. Without ruff the Python lint is skipped, or fails where CI is set.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = (name) => `node_modules/.bin/${name}`;
const ruff = [`${root}.venv/bin/ruff`, '/usr/bin/ruff'].find((path) => existsSync(path));
const howToInstall = 'not installed (python3 -m venv .venv && .venv/bin/pip install -r models/requirements.txt)';

const checks = [
  [
    'format',
    bin('prettier'),
    [
      '--config',
      '.config/prettier.json',
      '--ignore-path',
      '.config/prettierignore',
      '--check',
      '.',
      '--log-level',
      'warn',
    ],
  ],
  ['types', bin('tsc'), ['-b']],
  [
    'direction',
    bin('depcruise'),
    ['--config', '.config/direction.cjs', '--output-type', 'err', 'electron', 'renderer'],
  ],
  ['dead code', bin('knip'), ['--config', '.config/knip.json', '--no-progress']],
  ['schemas', bin('tsx'), ['.config/make-schemas.ts', '--check']],
  ['python lint', ruff, ['check', '--config', '.config/ruff.toml', 'models', 'test/python']],
  ['python format', ruff, ['format', '--check', '--config', '.config/ruff.toml', 'models', 'test/python']],
  ['lint', bin('eslint'), ['--config', '.config/eslint.config.mjs', '--max-warnings', '0', '.']],
];

/** Runs one check; resolves to its name, exit code, output and seconds. */
function run([name, command, args]) {
  if (!command) {
    if (process.env.CI) return Promise.resolve({ name, code: 1, output: howToInstall, seconds: 0 });
    return Promise.resolve({ name, code: 0, output: '', skipped: howToInstall });
  }
  const started = Date.now();
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, env: { ...process.env, FORCE_COLOR: '0' } });
    let output = '';
    child.stdout.on('data', (data) => (output += data));
    child.stderr.on('data', (data) => (output += data));
    child.on('error', (error) => resolve({ name, code: 1, output: String(error), seconds: 0 }));
    child.on('close', (code) => resolve({ name, code, output, seconds: (Date.now() - started) / 1000 }));
  });
}

const queue = [...checks];
const results = [];
async function worker() {
  for (let check = queue.pop(); check; check = queue.pop()) results.push(await run(check));
}
await Promise.all([worker(), worker(), worker()]);

for (const { name, code, output, seconds, skipped } of results) {
  if (skipped) console.log(`- ${name}: skipped, ${skipped}`);
  else console.log(`${code === 0 ? '+' : 'x'} ${name} (${seconds.toFixed(1)} s)`);
  if (code !== 0) console.log(output.trimEnd());
}
const failed = results.filter(({ code }) => code !== 0).length;
console.log(failed === 0 ? 'check: all good' : `check: ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

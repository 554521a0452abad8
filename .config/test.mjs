/**
 * `npm test`: build, check, then unit, contract, golden, integration, Python and end-to-end tests, one after another.
 * `npm test -- unit golden` runs only the named suites. The last line is `N passed, N failed`; the line before it says
 * how many were skipped, if any were.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const reports = `${root}out/test`;
const python = ['.venv/bin/python'].map((path) => `${root}${path}`).find((path) => existsSync(path));
const totals = { passed: 0, failed: 0, skipped: 0 };

const suites = {
  check: () => single('check', 'node', ['.config/check.mjs']),
  unit: () => vitest('unit', 'vitest.config.ts', ['test/unit']),
  contract: () => vitest('contract', 'vitest.config.ts', ['test/contract']),
  golden: () => vitest('golden', 'vitest.config.ts', ['test/golden']),
  integration: () => vitest('integration', 'vitest.config.ts', ['test/integration']),
  python: () => pytest(),
  e2e: () => vitest('e2e', 'vitest.e2e.ts', []),
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in suites));
if (unknown.length > 0) {
  console.error(`no such suite: ${unknown.join(', ')}; there are: ${Object.keys(suites).join(', ')}`);
  process.exit(2);
}

mkdirSync(reports, { recursive: true });
await single('build', 'npm', ['run', '--silent', 'build']);
for (const [name, run] of Object.entries(suites)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  const started = Date.now();
  await run();
  console.log(`== ${name}: ${((Date.now() - started) / 1000).toFixed(0)} s`);
}
if (totals.skipped > 0) console.log(`${totals.skipped} skipped`);
console.log(`${totals.passed} passed, ${totals.failed} failed`);
process.exit(totals.failed === 0 ? 0 : 1);

/** A command that counts as one test. */
async function single(name, command, args) {
  console.log(`== ${name}`);
  const code = await run(command, args);
  totals[code === 0 ? 'passed' : 'failed'] += 1;
}

/** A vitest run; its counts come from the machine-readable report, so that a crashed run counts as failed. */
async function vitest(name, config, folders) {
  console.log(`== ${name}`);
  const file = `${reports}/${name}.json`;
  rmSync(file, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const code = await run('node_modules/.bin/vitest', [
    'run',
    '--config',
    `.config/${config}`,
    ...reporters,
    ...folders,
  ]);
  if (!existsSync(file)) {
    totals.failed += 1;
    return;
  }
  const report = JSON.parse(readFileSync(file, 'utf8'));
  totals.passed += report.numPassedTests;
  totals.skipped += report.numPendingTests;
  totals.failed += report.numFailedTests === 0 && code !== 0 ? 1 : report.numFailedTests;
}

/** The Python tests of models/ and the outside checks; needs the virtual environment that README describes. */
async function pytest() {
  console.log('== python');
  if (!python) {
    console.log('skipped: no .venv (python3 -m venv .venv && .venv/bin/pip install -r models/requirements.txt)');
    totals.skipped += 1;
    return;
  }
  const file = `${reports}/python.xml`;
  rmSync(file, { force: true });
  const code = await run(python, [
    '-m',
    'pytest',
    '-c',
    '.config/pytest.ini',
    '--rootdir',
    '.',
    '-rs',
    '-q',
    `--junitxml=${file}`,
    'test/python',
  ]);
  const suite = existsSync(file) ? /<testsuite [^>]*>/.exec(readFileSync(file, 'utf8'))?.[0] : undefined;
  if (!suite) {
    totals.failed += 1;
    return;
  }
  const count = (attribute) => Number(new RegExp(`${attribute}="(\\d+)"`).exec(suite)?.[1] ?? 0);
  const failed = count('failures') + count('errors');
  totals.passed += count('tests') - failed - count('skipped');
  totals.skipped += count('skipped');
  totals.failed += failed === 0 && code !== 0 ? 1 : failed;
}

/** Runs a command with its output shown; resolves to its exit code. */
function run(command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
    child.on('error', () => resolve(1));
    child.on('close', (code) => resolve(code ?? 1));
  });
}

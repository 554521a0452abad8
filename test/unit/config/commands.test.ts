import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const repository = fileURLToPath(new URL('../../../', import.meta.url));
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'longview-config-'));
  for (const path of ['.config/check.mjs', '.config/test.mjs', '.ci/run']) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    copyFileSync(join(repository, path), join(root, path));
  }
});
afterEach(() => rmSync(root, { recursive: true }));

/** Puts a shell script in the place of a program. */
function stub(path: string, script: string): void {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
}

/** Runs a command of the copied repository from another folder, with the stubs before everything else. */
function runIn(cwd: string, command: string, args: readonly string[], env: Readonly<Record<string, string>>): string[] {
  const path = `${join(root, 'stubs')}:${process.env['PATH']}`;
  const inherited: NodeJS.ProcessEnv = { ...process.env, CI: '', PATH: path, LOG: join(root, 'log'), ...env };
  const { stdout, stderr } = spawnSync(command, args, { cwd, env: inherited, encoding: 'utf8' });
  return `${stdout}${stderr}`.trimEnd().split('\n');
}

describe('npm run check', () => {
  // Nothing else is installed in the copy: every other check fails, which is not what is looked at here.
  const check = (env: Readonly<Record<string, string>> = {}): string[] =>
    runIn(tmpdir(), process.execPath, [join(root, '.config/check.mjs')], env);

  it('finds ruff below the repository, wherever it is run from', () => {
    stub('.venv/bin/ruff', 'exit 0');
    expect(check()).toContainEqual(expect.stringMatching(/^\+ python lint /));
  });

  it.skipIf(existsSync('/usr/bin/ruff'))('skips Python lint without ruff, and says so', () => {
    expect(check()).toContainEqual(expect.stringMatching(/^- python lint: skipped, not installed/));
  });

  it.skipIf(existsSync('/usr/bin/ruff'))('fails without ruff in CI', () => {
    const lines = check({ CI: 'true' });
    expect(lines).toContainEqual(expect.stringMatching(/^x python lint /));
    expect(lines.join('\n')).not.toContain('skipped');
  });
});

describe('npm test', () => {
  it('ends with the counts of passed and failed; what was skipped is said on the line before', () => {
    stub('stubs/npm', 'exit 0');
    const lines = runIn(root, process.execPath, [join(root, '.config/test.mjs'), 'python'], {});
    expect(lines.slice(-2)).toEqual(['1 skipped', '1 passed, 0 failed']);
  });

  it('says nothing of skips where there are none', () => {
    stub('stubs/npm', 'exit 1');
    const lines = runIn(root, process.execPath, [join(root, '.config/test.mjs'), 'check'], {});
    expect(lines.at(-1)).toBe('0 passed, 2 failed');
    expect(lines.join('\n')).not.toMatch(/\d skipped$/m);
  });
});

describe('.ci/run', () => {
  /** What was called, on a machine whose Python has or lacks ensurepip. */
  function ci(ensurepip: 'there' | 'missing'): string {
    for (const name of ['chromium', 'dciodvfy', 'dcmdump']) stub(`stubs/${name}`, 'exit 0');
    stub('stubs/apt-get', 'echo "apt-get $*" >> "$LOG"');
    stub('stubs/npm', 'echo "npm $* CI=$CI" >> "$LOG"');
    const pip = 'mkdir -p .venv/bin; printf "#!/bin/sh\\n" > .venv/bin/pip; chmod +x .venv/bin/pip';
    const hasEnsurepip = ensurepip === 'there' ? 0 : 1;
    stub('stubs/python3', `if [ "$1" = -c ]; then exit ${hasEnsurepip}; fi; echo "python3 $*" >> "$LOG"; ${pip}`);
    runIn(tmpdir(), 'bash', [join(root, '.ci/run')], {});
    return readFileSync(join(root, 'log'), 'utf8');
  }

  it('installs what venv needs where it is missing, before it is used', () => {
    expect(ci('missing')).toMatch(
      /apt-get install .* python3-venv\npython3 -m venv \.venv\nnpm ci .*\nnpm test CI=true\n/,
    );
  });

  it('installs nothing where everything is there', () => {
    expect(ci('there')).not.toContain('apt-get');
  });
});

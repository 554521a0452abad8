import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { electronBinary } from '../../../electron/cli/electron-binary.ts';
import { browserCommand } from '../../../electron/cli/open-browser.ts';
import { figure, textTable } from '../../../electron/cli/text-table.ts';

describe('textTable', () => {
  it('aligns the first column to the left and figures to the right', () => {
    expect(
      textTable([
        ['method', 'Dice'],
        ['a', '0.8'],
        ['no-change', '-'],
      ]),
    ).toBe('method     Dice\n---------  ----\na           0.8\nno-change     -');
  });

  it.each([
    [0.12345, '0.123'],
    [null, '-'],
    [undefined, '-'],
    [Number.NaN, '-'],
  ])('writes %s as %s', (value, text) => expect(figure(value, 3)).toBe(text));
});

describe('browserCommand', () => {
  it.each(['linux', 'darwin', 'win32'] as const)(
    'hands the address to %s as one argument, without a shell',
    (platform) => {
      const url = 'http://127.0.0.1:1/open?token=a&b';
      expect(browserCommand(url, platform)[1]).toContain(url);
    },
  );
});

describe('electronBinary', () => {
  it('is null where Electron was never downloaded, and found where it was', () => {
    const root = mkdtempSync(join(tmpdir(), 'longview-electron-'));
    expect(electronBinary(root, {})).toBeNull();
    const folder = join(root, 'node_modules', 'electron', 'dist');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, '..', 'path.txt'), 'electron');
    writeFileSync(join(folder, 'electron'), '');
    expect(electronBinary(root, {})).toBe(join(folder, 'electron'));
    expect(electronBinary('/nowhere', { ELECTRON_OVERRIDE_DIST_PATH: folder })).toBe(join(folder, 'electron'));
    rmSync(root, { recursive: true });
  });
});

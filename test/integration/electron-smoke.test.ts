import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { electronBinary } from '../../electron/cli/electron-binary.ts';
import type {} from '../../renderer/bridge/electron-api.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const binary = electronBinary(root);
const skippedBecause = whySkipped();
if (skippedBecause) {
  console.warn(
    `Skipped the real Electron (${skippedBecause}): sandbox, app:// and CSP in Electron, utilityProcess, native modules.`,
  );
}

function whySkipped(): string | null {
  if (binary === null) return 'no binary: npx install-electron fetches one, ELECTRON_OVERRIDE_DIST_PATH names one';
  if (!existsSync(join(root, 'dist', 'electron', 'main', 'start.js'))) return 'not built: npm run build';
  if (process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']) {
    return 'no display: run under xvfb-run';
  }
  return null;
}

describe.skipIf(skippedBecause !== null)('the real Electron', () => {
  let electron: ElectronApplication;
  let page: Page;

  beforeAll(async () => {
    electron = await _electron.launch({ executablePath: binary ?? '', args: [root] });
    page = await electron.firstWindow();
  });
  afterAll(() => electron?.close());

  it('shows our page from app://', async () => {
    expect(page.url()).toMatch(/^app:\/\/longview\/index\.html/);
    expect(await page.title()).toContain('Longview');
  });

  it('gives the page no Node, and the bridge alone', async () => {
    const seen = await page.evaluate(() => [typeof globalThis.process, Object.keys(window.longview ?? {})]);
    expect(seen).toEqual(['undefined', ['call', 'cancel']]);
  });

  it('keeps the page from the network', async () => {
    const reached = await page.evaluate(() =>
      fetch('https://example.org').then(
        () => true,
        () => false,
      ),
    );
    expect(reached).toBe(false);
  });

  it('reaches the engine process, its native runtime included', async () => {
    const outcome = await page.evaluate(() => window.longview?.call('smoke', 'models.check', {}, () => undefined));
    expect(outcome).toMatchObject({ kind: 'reply', reply: { ok: true } });
  });
});

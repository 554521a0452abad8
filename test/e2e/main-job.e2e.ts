import { existsSync } from 'node:fs';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { reportSchema } from '../../electron/contract/report.ts';
import { noBrowser, openWindow, patience, takePicture, type Window } from './browser.ts';
import { panesDrawn, readPane } from './pane-pixels.ts';
import { startRealHost, type RealHost } from './real-host.ts';

if (noBrowser !== null) console.warn(`skipped: ${noBrowser}`);

const samples = '4';
const longWait = { timeout: 570_000 * patience };

/** The main job as a user does it: the real host, engine and model, the demo patient, real Chromium. */
describe.skipIf(noBrowser !== null)('the main job in the browser', () => {
  let host: RealHost;
  let window: Window;
  let folder = '';
  const page = (): Page => window.page;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'longview-e2e-'));
    host = await startRealHost();
    window = await openWindow(host.url);
  });
  afterAll(async () => {
    await window?.browser.close();
    await host?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('makes the demo patient and opens it with its newest scans', async () => {
    await page().getByLabel('Folder').fill(join(folder, 'patient'));
    await page().getByRole('button', { name: 'Make the demo patient' }).click();
    await page().locator('[data-visit]').first().waitFor(longWait);
    expect(await page().locator('[data-visit]').count()).toBe(4);
    await page().locator('[data-pane][data-slice^="slice"]').nth(1).waitFor(longWait);
    await takePicture(page(), 'main-job-1-visits');
  });

  it('forecasts the held-out date with progress in words', async () => {
    await page().getByRole('navigation').getByRole('button', { name: 'Forecast' }).click();
    await page().getByLabel('Hold out the last date').check();
    await page().getByLabel('Sampled futures').fill(samples);
    await page().getByLabel('Sampled futures').press('Enter');
    await page().getByRole('button', { name: 'Run forecast' }).click();
    await page().locator('[data-stage]:not([data-stage=""])').waitFor(longWait);
    await takePicture(page(), 'main-job-2-running');
    await page().locator('[data-pane="predicted"][data-slice^="slice"]').waitFor(longWait);
    expect(await page().getByRole('alert').count()).toBe(0);
  });

  it('marks the predicted picture in its own pixels, and only that', async () => {
    await panesDrawn(page(), 'baseline', 'predicted', 'actual');
    await page().waitForTimeout(1500);
    const [baseline, predicted, actual] = [
      await readPane(page(), 'baseline'),
      await readPane(page(), 'predicted'),
      await readPane(page(), 'actual'),
    ];
    expect(predicted.frameShare).toBeGreaterThan(0.4);
    expect(predicted.frameChanges).toBeGreaterThan(20);
    expect(predicted.plateShare).toBeGreaterThan(0.4);
    for (const real of [baseline, actual]) expect(real.frameShare).toBeLessThan(0.05);
    for (const pane of [baseline, predicted, actual]) expect(pane.greyLevels).toBeGreaterThan(20);
    expect(await page().locator('[data-pane="predicted"]').getAttribute('aria-label')).toMatch(
      /SYNTHETIC - PREDICTED \+\d+ d/,
    );
  });

  it('compares prediction and rivals with the real follow-up', async () => {
    for (const method of [
      'glioma-course',
      'no-change',
      'linear-extrapolation',
      'exponential-extrapolation',
      'fisher-kolmogorov',
    ]) {
      const cells = await page().locator(`[data-method="${method}"] td`).allInnerTexts();
      expect(cells, method).toHaveLength(6);
      for (const cell of cells) expect(cell, method).toMatch(/\d/);
    }
    expect(
      await page()
        .getByRole('img', { name: /Volume of the lesion core/ })
        .isVisible(),
    ).toBe(true);
    await takePicture(page(), 'main-job-3-compare');
  });

  it('exports marked files to the folder that was asked for', async () => {
    const out = join(folder, 'result');
    await page().getByRole('navigation').getByRole('button', { name: 'Export' }).click();
    await page().getByLabel('Folder').fill(out);
    await page().getByLabel('Folder').press('Enter');
    await page().locator('[data-exported]').waitFor(longWait);
    const report = reportSchema.parse(JSON.parse(await readFile(join(out, 'report.json'), 'utf8')));
    expect(report).toMatchObject({ synthetic: true, samples: Number(samples) });
    expect(existsSync(join(out, 'report.html'))).toBe(true);
    expect((await readdir(join(out, 'dicom'))).length).toBeGreaterThan(0);
    await takePicture(page(), 'main-job-4-export');
  });

  it('met no bug on the way', () => {
    expect(window.complaints).toEqual([]);
    expect(host.notes.join('')).not.toMatch(/Error/);
  });
});

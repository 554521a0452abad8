import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import type { RunningServer } from '../../electron/serve/start-server.ts';
import { noBrowser, openWindow, takePicture, type Window } from './browser.ts';
import { panesDrawn, readPane } from './pane-pixels.ts';
import { startScriptedHost } from './scripted-host.ts';

if (noBrowser !== null) console.warn(`skipped: ${noBrowser}`);

/** Healthy counterpart, atrophy map and future of a brain, in the real window over an engine that plays a part. */
describe.skipIf(noBrowser !== null)('the atrophy of a brain, in the window', () => {
  let host: RunningServer;
  let window: Window;
  const page = (): Page => window.page;
  const goTo = (step: string) => page().getByRole('navigation').getByRole('button', { name: step }).click();
  const press = (name: string) => page().getByRole('button', { name, exact: true }).click();
  const blueIn = async (pane: string): Promise<number> => (await readPane(page(), pane)).bluePixels;
  /** A map paints thousands of pixels; grey pictures, teal words and amber marks next to none. */
  const painted = 1000;

  beforeAll(async () => {
    host = await startScriptedHost((message) => console.error(message));
    window = await openWindow(host.url);
    await page().getByLabel('Folder').fill('/data/brain');
    await page().getByLabel('Folder').press('Enter');
    await panesDrawn(page(), '0-T1', '1-T1');
    await goTo('Forecast');
  });
  afterAll(async () => {
    await window?.browser.close();
    await host?.close();
  });

  it('has the form of its model, in years, and nothing that belongs to a lesion', async () => {
    expect(await page().getByText('Lesion outlines', { exact: true }).count()).toBe(1);
    await page().getByLabel('Model', { exact: true }).selectOption('Brain atrophy');
    for (const name of ['Lesion outlines', 'Compare with', 'Ask what moved the model']) {
      expect(await page().getByText(name, { exact: true }).count(), name).toBe(0);
    }
    expect(await page().getByLabel('Years of disease').count()).toBe(0);
    await page().getByLabel('Supposed course').selectOption("Alzheimer's disease");
    await page().getByLabel('Years of disease').fill('5');
    expect(await page().locator('[data-future]').innerText()).toContain('+4 y');
    expect(await page().locator('[data-future]').innerText()).toContain('2027-06-19');
    expect(await page().getByText('the program diagnoses nobody').isVisible()).toBe(true);
    await takePicture(page(), 'atrophy-1-form');
  });

  it('shows scan, counterpart and future with their marks, and the change since over the scan alone', async () => {
    await press('Run forecast');
    await panesDrawn(page(), 'earlier', 'scan', 'counterpart', 'future');
    await expect.poll(() => blueIn('scan'), { timeout: 60_000 }).toBeGreaterThan(painted);
    for (const pane of ['earlier', 'counterpart', 'future'])
      expect(await blueIn(pane), pane).toBeLessThan(painted / 10);
    await expectMarks('scan', 'counterpart', 'future');
    const rows = await page().locator('[data-outcome] tbody tr').allInnerTexts();
    expect(rows.map((text) => text.split('\t')[0])).toEqual(['ventricles', 'hippocampi', 'whole brain']);
    await page().locator('[data-outcome]').scrollIntoViewIfNeeded();
    const room = await page()
      .locator('aside')
      .evaluate(({ scrollWidth, clientWidth }) => clientWidth - scrollWidth);
    expect(room).toBe(0);
    await takePicture(page(), 'atrophy-2-forecast');
  });

  it('has every structure in a table, rates beside published ones, and the words that nobody may miss', async () => {
    await goTo('Compare');
    const rows = page().locator('[data-structures] tbody tr');
    expect(await rows.count()).toBe(7);
    const hippocampus = await page().locator('[data-structure="hippocampus"]').innerText();
    expect(hippocampus.replace(/\s+/g, ' ')).toContain('hippocampi 5.6 0.4 \u221217.8 \u221221.9 to \u221213.7');
    expect(await page().locator('[data-rates]').count()).toBe(3);
    expect(await page().locator('[data-rates] [data-published="false"]').count()).toBe(7);
    expect(await page().getByText('the program diagnoses nobody').isVisible()).toBe(true);
    expect(await page().getByText('Not for diagnosis or treatment decisions.').isVisible()).toBe(true);
    await panesDrawn(page(), 'scan', 'future');
    await press('Coronal');
    await page().waitForTimeout(800);
    await takePicture(page(), 'atrophy-3-compare');
  });

  it('switches between the maps, each with its colour bar, over the scan alone', async () => {
    const bar = page().locator('[data-colours]');
    await press('Change ahead');
    await expect.poll(() => blueIn('scan'), { timeout: 60_000 }).toBeGreaterThan(painted);
    expect(await blueIn('future')).toBeLessThan(painted / 10);
    const ticks = ['\u22125', '\u22121', '0', '+1', '+5'];
    await expect.poll(() => bar.locator('small').allInnerTexts()).toEqual(ticks);
    expect(await bar.innerText()).toContain('%/year');
    await press('Measured change');
    await expect.poll(() => blueIn('scan'), { timeout: 60_000 }).toBeGreaterThan(painted);
    expect(await blueIn('earlier')).toBeLessThan(painted / 10);
    await press('Measured and predicted');
    await page().locator('[data-measured]').waitFor();
    expect(await page().locator('[data-pictures] tbody tr').count()).toBe(3);
    await page().waitForTimeout(800);
    await takePicture(page(), 'atrophy-4-measured');
    await press('Spread ahead');
    await expect.poll(() => bar.getAttribute('data-colours')).toBe('spread');
    await page().waitForTimeout(800);
    await takePicture(page(), 'atrophy-5-spread');
  });

  it('keeps the marks on every cut, in a small window and without a map', async () => {
    await press('Spread ahead');
    await expect.poll(() => page().locator('[data-colours]').count()).toBe(0);
    for (const cut of ['Axial', 'Sagittal', 'Coronal']) {
      await press(cut);
      await page().waitForTimeout(400);
      await expectMarks('counterpart', 'future');
    }
    await page().setViewportSize({ width: 1100, height: 720 });
    await press('Change since');
    await page().waitForTimeout(800);
    await expectMarks('scan', 'counterpart', 'future');
    await takePicture(page(), 'atrophy-6-small');
    await page().setViewportSize({ width: 1440, height: 900 });
  });

  it('compares the predicted brain with a date that was held out', async () => {
    await goTo('Forecast');
    await page().getByLabel('Hold out the last date').check();
    expect(await page().locator('[data-future]').innerText()).toContain('+2.2 y');
    await press('Run again');
    await panesDrawn(page(), 'scan', 'counterpart', 'future', 'actual');
    await page().locator('[data-structures]').waitFor();
    expect(await page().locator('[data-pane="future"]').getAttribute('aria-label')).toContain('PREDICTED +2.2 y');
    await page().waitForTimeout(800);
    await takePicture(page(), 'atrophy-7-held-out');
  });

  it('is exported', async () => {
    await goTo('Export');
    await page().getByLabel('Folder').fill('/results/brain');
    await page().getByLabel('Folder').press('Enter');
    await page().locator('[data-exported="/results/brain"]').waitFor();
    expect(await page().getByText('7 files were written to').isVisible()).toBe(true);
    await takePicture(page(), 'atrophy-8-export');
    expect(window.complaints).toEqual([]);
  });

  /** These panes are marked as synthetic, and no others. */
  async function expectMarks(...marked: readonly string[]): Promise<void> {
    for (const pane of ['earlier', 'scan', 'counterpart', 'future']) {
      const { frameShare, frameChanges, plateShare } = await readPane(page(), pane);
      if (!marked.includes(pane)) {
        expect(frameShare, pane).toBeLessThan(0.05);
        continue;
      }
      expect(frameShare, pane).toBeGreaterThan(0.4);
      expect(frameChanges, pane).toBeGreaterThan(20);
      expect(plateShare, pane).toBeGreaterThan(0.4);
    }
  }
});

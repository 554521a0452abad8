import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import type { RunningServer } from '../../electron/serve/start-server.ts';
import { noBrowser, openWindow, takePicture, type Window } from './browser.ts';
import { panesDrawn, readPane } from './pane-pixels.ts';
import { startScriptedHost } from './scripted-host.ts';

if (noBrowser !== null) console.warn(`skipped: ${noBrowser}`);

/** The real host and the real window over an engine that plays a part: what the window does, without the pipeline. */
describe.skipIf(noBrowser !== null)('the window', () => {
  let host: RunningServer;
  let window: Window;
  const page = (): Page => window.page;
  const goTo = (step: string) => page().getByRole('navigation').getByRole('button', { name: step }).click();
  const sliceOf = (pane: string) => page().locator(`[data-pane="${pane}"]`).getAttribute('data-slice');

  async function open(folder: string): Promise<void> {
    await goTo('Open');
    await page().getByLabel('Folder').fill(folder);
    await page().getByLabel('Folder').press('Enter');
  }

  beforeAll(async () => {
    host = await startScriptedHost((message) => console.error(message));
    window = await openWindow(host.url);
    await page().getByLabel('Folder').waitFor();
  });
  afterAll(async () => {
    await window?.browser.close();
    await host?.close();
  });

  it('says in words why a folder cannot be used, and what to do', async () => {
    await open('/data/empty');
    const notice = page().getByRole('alert');
    await notice.waitFor();
    expect(await notice.getAttribute('data-problem')).toBe('folder/empty');
    expect(await notice.innerText()).toContain('Choose the folder that holds');
    await notice.getByRole('button', { name: 'Close' }).click();
  });

  it('lets the user choose where a folder holds several patients', async () => {
    await open('/data/two');
    await page()
      .getByRole('button', { name: /GENERATED-02/ })
      .click();
    await panesDrawn(page(), '2-T1c', '3-T1c');
    expect(await page().getByRole('banner').innerText()).toContain('GENERATED-02');
  });

  it('shows the two newest scans with their files left out in words', async () => {
    await open('/data/one');
    await panesDrawn(page(), '2-T1c', '3-T1c');
    await page().getByText('2 files were left out').click();
    expect(await page().getByText('README.txt').isVisible()).toBe(true);
    expect((await readPane(page(), '3-T1c')).greyLevels).toBeGreaterThan(20);
    expect((await readPane(page(), '3-T1c')).frameShare).toBe(0);
  });

  it('scrolls all panes together by wheel and keys, and one alone once they are unlinked', async () => {
    const before = await sliceOf('3-T1c');
    const pane = page().locator('[data-pane="2-T1c"]');
    await pane.hover();
    await page().mouse.wheel(0, 240);
    await expect.poll(() => sliceOf('3-T1c')).not.toBe(before);
    await expect.poll(async () => (await sliceOf('2-T1c')) === (await sliceOf('3-T1c'))).toBe(true);
    await pane.focus();
    await page().keyboard.press('Home');
    await expect.poll(() => sliceOf('3-T1c')).toBe('slice 1 of 64');
    await page().getByRole('button', { name: 'Linked' }).click();
    await page().keyboard.press('Tab');
    await pane.focus();
    await page().keyboard.press('End');
    await expect.poll(() => sliceOf('2-T1c')).toBe('slice 64 of 64');
    expect(await sliceOf('3-T1c')).toBe('slice 1 of 64');
    await page().getByRole('button', { name: 'Linked' }).click();
  });

  it('cancels a forecast and shows nothing of it', async () => {
    await goTo('Forecast');
    await page().getByRole('button', { name: 'Run forecast' }).click();
    await page().getByText('Simulating futures').waitFor();
    await page().getByRole('button', { name: 'Cancel' }).click();
    await page().getByRole('button', { name: 'Run forecast' }).waitFor();
    expect(await page().getByRole('alert').count()).toBe(0);
    expect(await page().getByRole('navigation').getByRole('button', { name: 'Compare' }).isDisabled()).toBe(true);
  });

  it('draws the mark into every synthetic pane, on every cut, at every size, with every overlay off', async () => {
    await page().getByLabel('Hold out the last date').check();
    await page().getByRole('button', { name: 'Run forecast' }).click();
    await panesDrawn(page(), 'baseline', 'predicted', 'actual');
    await page().getByRole('button', { name: 'Difference' }).click();
    await panesDrawn(page(), 'difference');
    for (const act of ['Coronal', 'Sagittal', 'Axial', 'Outlines', 'FLAIR']) {
      await page().getByRole('button', { name: act, exact: true }).click();
      await page().waitForTimeout(400);
      for (const pane of ['predicted', 'difference']) await expectMark(pane, true);
      for (const pane of ['baseline', 'actual']) await expectMark(pane, false);
    }
    await page().setViewportSize({ width: 1100, height: 720 });
    await page().waitForTimeout(600);
    await expectMark('predicted', true);
    await page().setViewportSize({ width: 1440, height: 900 });
    await takePicture(page(), 'window-compare');
  });

  it('keeps the mark while the picture is dragged, zoomed and windowed', async () => {
    const box = await page().locator('[data-pane="predicted"]').boundingBox();
    const [x, y] = [(box?.x ?? 0) + (box?.width ?? 0) / 2, (box?.y ?? 0) + (box?.height ?? 0) / 2];
    for (const button of ['left', 'middle', 'right'] as const) {
      await page().mouse.move(x, y);
      await page().mouse.down({ button });
      await page().mouse.move(x + 40, y + 25, { steps: 4 });
      await expectMark('predicted', true);
      await page().mouse.up({ button });
    }
    await page().locator('[data-pane="predicted"]').press(' ');
  });

  it('lets the user say who outlines the lesion, and what that model says about itself', async () => {
    await goTo('Forecast');
    await page().getByText('Lesion outlines', { exact: true }).click();
    const outliner = page().getByLabel('Outlined automatically by', { exact: true });
    expect(await outliner.inputValue()).toBe('auto');
    await outliner.selectOption('Rules of brightness and shape');
    expect(await outliner.inputValue()).toBe('rules');
    await page().getByText('About the segmentation model').click();
    expect(await page().getByText('Draws outlines.').isVisible()).toBe(true);
    await takePicture(page(), 'window-outlines');
    await page().getByText('Lesion outlines', { exact: true }).click();
    await goTo('Compare');
  });

  it('shows the rivals in one table and their outlines on a press', async () => {
    const row = page().locator('[data-method="fisher-kolmogorov"]');
    await row.getByRole('button').click();
    expect(await row.getAttribute('data-chosen')).toBe('true');
    const best = await page().locator('[data-column="dice"][data-best="true"]').allInnerTexts();
    expect(best.map((text) => text.slice(0, 5))).toEqual(['0.883']);
    expect(
      await page()
        .getByRole('img', { name: /Volume of the lesion core/ })
        .isVisible(),
    ).toBe(true);
  });

  it('shows what another treatment would change, and says that it is no cause', async () => {
    await goTo('Forecast');
    await page().getByLabel('Compare with', { exact: true }).selectOption('Radiotherapy');
    await page().getByRole('button', { name: 'Run again' }).click();
    await page().locator('[data-difference]').waitFor();
    expect(await page().locator('[data-difference]').innerText()).toContain('model-implied, not causal');
    expect(
      await page()
        .getByText(/^Response class, imaging only/)
        .isVisible(),
    ).toBe(true);
    const days = await page().locator('[data-response] tr[data-predicted]').allInnerTexts();
    expect(days.map((text) => text.replace(/\s+/g, ' '))).toEqual([
      '+30 d, predicted 14.1 SD SD 10.9 SD SD',
      '+61 d, predicted 16.7 SD SD 9.4 SD SD',
      '+91 d, predicted 19.6 PD PD 8.8 SD SD',
    ]);
    const effect = page().getByRole('button', { name: 'Effect' });
    expect(await effect.getAttribute('aria-pressed')).toBe('true');
    await panesDrawn(page(), 'predicted');
    await page().waitForTimeout(400);
    await expectMark('predicted', true);
    await takePicture(page(), 'window-treatments');
    await effect.click();
    await page().getByRole('button', { name: 'Rivals' }).click();
    await page().locator('[data-scores]').waitFor();
  });

  it('says where an export went', async () => {
    await goTo('Export');
    await page().getByLabel('Folder').fill('/results/one');
    await page().getByLabel('Folder').press('Enter');
    await page().locator('[data-exported="/results/one"]').waitFor();
    expect(await page().getByText('5 files were written to').isVisible()).toBe(true);
  });

  it('never complained', () => {
    expect(window.complaints).toEqual([]);
  });

  async function expectMark(pane: string, marked: boolean): Promise<void> {
    const pixels = await readPane(page(), pane);
    if (!marked) return expect(pixels.frameShare, pane).toBeLessThan(0.05);
    // Dashes of 16 pixels, gaps of 9: near two thirds of the line; the image never has hundreds of such pixels there.
    expect(pixels.frameShare, pane).toBeGreaterThan(0.4);
    expect(pixels.frameShare, pane).toBeLessThan(0.9);
    expect(pixels.frameChanges, pane).toBeGreaterThan(20);
    expect(pixels.plateShare, pane).toBeGreaterThan(0.4);
  }
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import type { RunningServer } from '../../electron/serve/start-server.ts';
import { noBrowser, openWindow, takePicture, type Window } from './browser.ts';
import { panesDrawn, readPane } from './pane-pixels.ts';
import { startScriptedHost } from './scripted-host.ts';

if (noBrowser !== null) console.warn(`skipped: ${noBrowser}`);

/** What moved the model, in the real window over an engine that plays a part. */
describe.skipIf(noBrowser !== null)('what moved the model, in the window', () => {
  let host: RunningServer;
  let window: Window;
  const page = (): Page => window.page;
  const goTo = (step: string) => page().getByRole('navigation').getByRole('button', { name: step }).click();
  const coloured = async (): Promise<number> => (await readPane(page(), 'predicted')).bluePixels;

  beforeAll(async () => {
    host = await startScriptedHost((message) => console.error(message));
    window = await openWindow(host.url);
    await page().getByLabel('Folder').fill('/data/one');
    await page().getByLabel('Folder').press('Enter');
    await panesDrawn(page(), '2-T1c', '3-T1c');
    await goTo('Forecast');
    await page().getByLabel('Hold out the last date').check();
    await page().getByLabel('Ask what moved the model').check();
    await page().getByRole('button', { name: 'Run forecast' }).click();
    await panesDrawn(page(), 'baseline', 'predicted', 'actual');
  });
  afterAll(async () => {
    await window?.browser.close();
    await host?.close();
  });

  it('is a panel with a bar for every input, number and treatment, and says what it is not', async () => {
    await goTo('Compare');
    await page().getByRole('button', { name: 'What moved the model' }).click();
    const panel = page().locator('[data-explanation]');
    await panel.waitFor();
    expect(await panel.locator('tr[data-group="input"]').count()).toBe(6);
    expect(await panel.locator('tr[data-group="arm"]').count()).toBe(2);
    expect(await panel.innerText()).toContain('Without T1c');
    expect(await page().getByText('not what moves the disease').isVisible()).toBe(true);
  });

  it('lies over the prediction as a map, under the mark', async () => {
    const before = await coloured();
    await page().getByRole('button', { name: 'Influence' }).click();
    await expect.poll(coloured, { timeout: 60_000 }).toBeGreaterThan(before + 500);
    expect((await readPane(page(), 'predicted')).frameShare).toBeGreaterThan(0.4);
    await takePicture(page(), 'window-explanation');
    expect(window.complaints).toEqual([]);
  });
});

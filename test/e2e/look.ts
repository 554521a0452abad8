// Opens the scripted patient and keeps pictures of every step: npx tsx test/e2e/look.ts
import { openWindow, takePicture } from './browser.ts';
import { startScriptedHost } from './scripted-host.ts';

const host = await startScriptedHost((message) => console.error(message));
const { browser, page, complaints } = await openWindow(host.url);
const step = (name: string) => page.getByRole('navigation').getByRole('button', { name }).click();
try {
  await page.getByLabel('Folder').waitFor();
  await takePicture(page, 'look-1-open');
  await page.getByLabel('Folder').fill('/patients/generated');
  await page.getByRole('button', { name: 'Open', exact: true }).last().click();
  await page.locator('[data-pane][data-slice*="slice"]').nth(1).waitFor();
  await page.waitForTimeout(800);
  await takePicture(page, 'look-2-order');
  await step('Forecast');
  await page.waitForTimeout(500);
  await takePicture(page, 'look-3-form');
  await page.getByLabel('Hold out the last date').check();
  await page.getByRole('button', { name: 'Run forecast' }).click();
  await page.locator('[data-stage]:not([data-stage=""])').waitFor();
  await takePicture(page, 'look-4-running');
  await page.locator('[data-pane="actual"][data-slice*="slice"]').waitFor();
  await page.waitForTimeout(1500);
  await takePicture(page, 'look-5-compare');
  await page.getByRole('button', { name: 'Probability' }).click();
  await page.getByRole('button', { name: 'Difference' }).click();
  await page.waitForTimeout(1500);
  await takePicture(page, 'look-6-difference');
  await page.getByRole('button', { name: 'Coronal' }).click();
  await page.getByRole('button', { name: /Growth model/ }).click();
  await page.waitForTimeout(1500);
  await takePicture(page, 'look-7-coronal');
  await step('Export');
  await page.getByLabel('Folder').fill('/results/generated');
  await page.getByRole('button', { name: 'Export', exact: true }).last().click();
  await page.locator('[data-exported]').waitFor();
  await page.waitForTimeout(800);
  await takePicture(page, 'look-8-export');
} catch (error) {
  await takePicture(page, 'look-failed');
  console.error(error);
} finally {
  console.log('complaints:', complaints);
  await browser.close();
  await host.close();
}

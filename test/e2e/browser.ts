import { existsSync, mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';

const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/** Whether a browser is here; a journey without one is skipped with these words. */
export const noBrowser = existsSync(executablePath) ? null : `no Chromium at ${executablePath} (set CHROMIUM)`;

/** Folder of the screenshots. */
export const pictureFolder = fileURLToPath(new URL('../../out/e2e', import.meta.url));

/** A page of real Chromium, and everything it complained about. */
export interface Window {
  readonly browser: Browser;
  readonly page: Page;
  readonly complaints: string[];
}

/** Factor on every wait, for machines that are busy with other work. */
export const patience = Number(process.env['LONGVIEW_PATIENCE'] ?? 1);

/** Opens the address that works once. Software WebGL on a shared machine is slow: every wait is generous. */
export async function openWindow(url: string, viewport = { width: 1440, height: 900 }): Promise<Window> {
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  });
  const page = await browser.newPage({ viewport });
  page.setDefaultTimeout(60_000 * patience);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.goto(url);
  return { browser, page, complaints };
}

/** Keeps a picture of the window in out/e2e. */
export async function takePicture(page: Page, name: string): Promise<void> {
  mkdirSync(pictureFolder, { recursive: true });
  await page.screenshot({ path: `${pictureFolder}/${name}.png` });
}

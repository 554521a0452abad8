import { expect, it, vi } from 'vitest';
import * as electron from '../../fixtures/electron-double/electron.ts';

vi.mock('electron', () => import('../../fixtures/electron-double/electron.ts'));

it('a second instance quits without opening a window', async () => {
  electron.app.isFirstInstance = false;
  await import('../../../electron/main/start.ts');
  expect(electron.app.order.at(-1)).toBe('quit');
  expect(electron.BrowserWindow.all).toHaveLength(0);
});

import { app, BrowserWindow } from 'electron';
import { join } from 'node:path';
import { createEngineClient } from '../contract/engine-client.ts';
import { createHostApi } from '../contract/host-api.ts';
import { serveAppScheme } from './app-scheme.ts';
import { chooseFolder } from './choose-folder.ts';
import { createWindow } from './create-window.ts';
import { startEngineProcess } from './engine-process.ts';
import { listenToWindows } from './ipc.ts';
import { lockDown } from './lock-down.ts';
import { setMenu } from './menu.ts';
import { createWindowCalls, type WindowCalls } from './window-calls.ts';

const longestGoodbyeMs = 4000;

/** The Electron host: the engine, one window, and what they may do. Electron must be ready. */
export function startHost(): void {
  const root = app.getAppPath();
  const dist = join(root, 'dist');
  const engine = createEngineClient({
    start: () => startEngineProcess(unpacked(root), app.getVersion()),
    onBug: (message) => console.error(message),
  });
  const api = createHostApi(engine, {
    'app.describe': async () => ({ version: app.getVersion(), host: 'electron', canChooseFolder: true }),
    'library.choose': chooseFolder,
  });
  const calls = createWindowCalls(api);
  lockDown();
  setMenu();
  serveAppScheme({ rendererFolder: join(dist, 'renderer'), engine });
  listenToWindows(calls);
  const open = (): void => openWindow(join(dist, 'preload', 'preload.cjs'), calls);
  open();
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) open();
  });
  app.on('second-instance', () => focusWindow());
  app.on('window-all-closed', () => app.quit());
  sayGoodbye(calls, () => engine.close());
}

/** Native code opens models by their path, which leads nowhere inside the archive (asarUnpack in electron-builder.yml). */
function unpacked(root: string): string {
  return root.replace(/app\.asar$/, 'app.asar.unpacked');
}

function openWindow(preload: string, calls: WindowCalls): void {
  const { webContents } = createWindow(preload);
  const windowId = webContents.id;
  const cancel = (): void => calls.cancelAllOf(windowId);
  webContents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
    if (isMainFrame && !isSameDocument) cancel();
  });
  webContents.on('render-process-gone', cancel);
  webContents.once('destroyed', cancel);
}

function focusWindow(): void {
  const window = BrowserWindow.getAllWindows()[0];
  if (window?.isMinimized()) window.restore();
  window?.focus();
}

/** Quitting waits until cancelled jobs have removed what they had begun. */
function sayGoodbye(calls: WindowCalls, close: () => void): void {
  app.on('before-quit', (event) => {
    if (calls.openCalls() === 0) return close();
    event.preventDefault();
    const late = new Promise((resolve) => setTimeout(resolve, longestGoodbyeMs));
    void Promise.race([calls.cancelAll(), late]).then(() => {
      close();
      app.exit(0);
    });
  });
}

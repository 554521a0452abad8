import { app, BrowserWindow, type WebPreferences } from 'electron';
import { appOrigin } from '../contract/app-address.ts';

/** Written out although most are Electron's defaults: a change of a default must not open the window. */
function secured(preload: string): WebPreferences {
  return {
    preload,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    // The spelling checker would fetch dictionaries from the network.
    spellcheck: false,
    devTools: !app.isPackaged,
  };
}

/** Opens the window on our own page. */
export function createWindow(preload: string): BrowserWindow {
  const window = new BrowserWindow({
    width: 1600,
    height: 1000,
    minWidth: 900,
    minHeight: 600,
    show: false,
    title: 'Longview',
    backgroundColor: '#101418',
    webPreferences: secured(preload),
  });
  window.once('ready-to-show', () => window.show());
  void window.loadURL(`${appOrigin}/index.html`);
  return window;
}

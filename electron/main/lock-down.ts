import { app, session, type WebContents } from 'electron';
import { isAppAddress } from '../contract/app-address.ts';

/** Denies every permission, every foreign address and every further window, now and for all pages to come. */
export function lockDown(): void {
  const { defaultSession } = session;
  defaultSession.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  defaultSession.setPermissionCheckHandler(() => false);
  defaultSession.setDevicePermissionHandler(() => false);
  app.on('web-contents-created', (_event, contents) => keepAtHome(contents));
}

function keepAtHome(contents: WebContents): void {
  contents.on('will-navigate', (details) => {
    if (!isAppAddress(details.url)) details.preventDefault();
  });
  contents.on('will-frame-navigate', (details) => {
    if (!isAppAddress(details.url)) details.preventDefault();
  });
  contents.on('will-redirect', (details) => details.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

import { app } from 'electron';
import { registerAppScheme } from './app-scheme.ts';
import { startHost } from './host.ts';

/** Entry of the Electron host. */
app.enableSandbox();
registerAppScheme();
if (app.requestSingleInstanceLock()) {
  void app.whenReady().then(startHost);
} else {
  app.quit();
}

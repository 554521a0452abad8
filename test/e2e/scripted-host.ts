import { fileURLToPath } from 'node:url';
import { createEngineClient } from '../../electron/contract/engine-client.ts';
import { createHostApi } from '../../electron/contract/host-api.ts';
import { startServer, type RunningServer } from '../../electron/serve/start-server.ts';
import { dispatch } from '../../electron/worker/dispatch.ts';
import { createVolumeStore } from '../../electron/worker/volume-store.ts';
import { portPair } from '../fixtures/port-pair.ts';
import { scriptedHandlers } from './scripted-handlers.ts';

/** The real browser host and the built window, over an engine that plays a part. */
export async function startScriptedHost(logBug: (message: string) => void): Promise<RunningServer> {
  const { host, engine } = portPair();
  const volumes = createVolumeStore();
  dispatch(engine, { handlers: scriptedHandlers(volumes), volumes, logBug });
  const client = createEngineClient({ start: () => host, onBug: logBug });
  const api = createHostApi(client, {
    'app.describe': async () => ({ version: '0.0.0', host: 'serve', canChooseFolder: false }),
    'library.choose': async () => ({ path: null }),
  });
  const rendererFolder = fileURLToPath(new URL('../../dist/renderer', import.meta.url));
  return startServer({ port: 0, rendererFolder, api, engine: client, logBug });
}

import { join } from 'node:path';
import { createEngineClient } from '../contract/engine-client.ts';
import { createHostApi } from '../contract/host-api.ts';
import type { EngineConnection } from '../contract/port.ts';
import { forkEngine } from './engine-process.ts';
import { findProgram } from './program.ts';
import { startServer, type RunningServer } from './start-server.ts';

/** What `startBrowserHost` may be told. */
export interface BrowserHostOptions {
  /** 0 for any free port. */
  readonly port: number;
  readonly logBug: (message: string) => void;
  /** Another engine than the built one, for tests. */
  readonly startEngine?: () => EngineConnection;
}

/** The engine and a window for the browser on this machine. */
export async function startBrowserHost(options: BrowserHostOptions): Promise<RunningServer> {
  const program = findProgram();
  const start = options.startEngine ?? (() => forkEngine(program));
  const engine = createEngineClient({ start, onBug: options.logBug });
  const api = createHostApi(engine, {
    'app.describe': async () => ({ version: program.version, host: 'serve', canChooseFolder: false }),
    'library.choose': async () => ({ path: null }),
  });
  const rendererFolder = join(program.root, 'dist', 'renderer');
  const server = await startServer({ port: options.port, rendererFolder, api, engine, logBug: options.logBug });
  return {
    ...server,
    async close() {
      // No more requests first: a late one would start the engine again.
      const closed = server.close();
      engine.close();
      await closed;
    },
  };
}

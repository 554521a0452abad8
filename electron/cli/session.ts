import type { Api, Answers, Progress } from '../contract/api.ts';
import { createEngineClient } from '../contract/engine-client.ts';
import { createHostApi } from '../contract/host-api.ts';
import type { EngineConnection } from '../contract/port.ts';
import type { Capability, Request } from '../contract/requests.ts';
import { progressDisplay } from './progress-display.ts';
import { accepted } from './refusal.ts';
import type { Terminal } from './terminal.ts';

/** What a command works with. */
export interface Session {
  readonly terminal: Terminal;
  /** Set by Ctrl+C. */
  readonly signal: AbortSignal;
  /**
   * Asks the engine and shows progress.
   *
   * @throws Refusal when the engine refuses
   */
  ask<C extends Capability>(capability: C, request: Request<C>): Promise<Answers[C]>;
}

/** How this process reaches the outside; tests give their own. */
export interface CliHost {
  readonly terminal: Terminal;
  readonly version: string;
  readonly startEngine: () => EngineConnection;
  /** Calls the listener on Ctrl+C; returns how to stop listening. */
  readonly onInterrupt: (listener: () => void) => () => void;
}

/** Runs a command with an engine, which is started on first use and ended afterwards. */
export async function withSession<T>(host: CliHost, quiet: boolean, run: (session: Session) => Promise<T>): Promise<T> {
  const { terminal } = host;
  const controller = new AbortController();
  const stopListening = host.onInterrupt(() => {
    if (!controller.signal.aborted) terminal.note('Stopping ...');
    controller.abort();
  });
  const engine = createEngineClient({ start: host.startEngine, onBug: (message) => terminal.note(message) });
  const api = createHostApi(engine, {
    'app.describe': async () => ({ version: host.version, host: 'cli', canChooseFolder: false }),
    'library.choose': async () => ({ path: null }),
  }) as Api;
  const display = progressDisplay(terminal, quiet);
  const onProgress = (progress: Progress): void => display.show(progress);
  try {
    return await run({
      terminal,
      signal: controller.signal,
      ask: async (capability, request) => {
        const reply = await api.call(capability, request, { signal: controller.signal, onProgress });
        display.stop();
        return accepted(reply);
      },
    });
  } finally {
    display.stop();
    stopListening();
    engine.close();
  }
}

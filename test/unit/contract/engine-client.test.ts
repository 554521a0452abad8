import { describe, expect, it } from 'vitest';
import { createEngineClient, type EngineClient } from '../../../electron/contract/engine-client.ts';
import type { FromEngine, ToEngine } from '../../../electron/contract/envelope.ts';
import type { EngineConnection } from '../../../electron/contract/port.ts';

/** An engine process that answers and ends when the test says so; like a real one, it ends some time after `close`. */
interface ScriptedEngine {
  readonly connection: EngineConnection;
  readonly received: ToEngine[];
  readonly isClosed: () => boolean;
  readonly send: (message: FromEngine) => void;
  readonly exit: (words: string) => void;
}

function scriptedEngine(): ScriptedEngine {
  const received: ToEngine[] = [];
  let closed = false;
  let send: ScriptedEngine['send'] = () => undefined;
  let exit: ScriptedEngine['exit'] = () => undefined;
  const connection: EngineConnection = {
    postMessage: (message) => void received.push(message as ToEngine),
    onMessage: (listener) => void (send = listener),
    onExit: (listener) => void (exit = listener),
    close: () => void (closed = true),
  };
  const isClosed = (): boolean => closed;
  return { connection, received, isClosed, send: (message) => send(message), exit: (words) => exit(words) };
}

function startClient(): { client: EngineClient; engines: ScriptedEngine[] } {
  const engines: ScriptedEngine[] = [];
  const start = (): EngineConnection => {
    const engine = scriptedEngine();
    engines.push(engine);
    return engine.connection;
  };
  return { client: createEngineClient({ start, onBug: () => undefined }), engines };
}

const done = (id: string, value: unknown): FromEngine => ({ kind: 'reply', id, reply: { ok: true, value } });
const engineAt = (engines: readonly ScriptedEngine[], index: number): ScriptedEngine => {
  const engine = engines[index];
  if (!engine) throw new Error(`engine ${index} was not started`);
  return engine;
};

describe('a closed engine client', () => {
  it('starts another process for a later call instead of writing into the one that ends', async () => {
    const { client, engines } = startClient();
    const early = client.call('library.index', { path: '/a' });
    client.close();
    const late = client.call('library.index', { path: '/b' });
    const [first, second] = [engineAt(engines, 0), engineAt(engines, 1)];
    expect(first.isClosed()).toBe(true);
    expect(first.received).toHaveLength(1);
    expect(second.received).toMatchObject([{ kind: 'call', payload: { path: '/b' } }]);

    first.exit('SIGTERM');
    expect(await early).toMatchObject({ ok: false, problem: { code: 'engine/stopped', exit: 'SIGTERM' } });
    second.send(done(second.received[0]?.id ?? '', 'still answered'));
    expect(await late).toEqual({ ok: true, value: 'still answered' });
  });

  it('does not forget the new process when the old one ends', async () => {
    const { client, engines } = startClient();
    void client.call('models.list', {});
    client.close();
    void client.call('models.list', {});
    engineAt(engines, 0).exit('SIGTERM');
    void client.call('models.check', {});
    expect(engines).toHaveLength(2);
    expect(engineAt(engines, 1).received).toHaveLength(2);
  });

  it('sends a cancel to the process that works on the call', () => {
    const { client, engines } = startClient();
    const controller = new AbortController();
    void client.call('models.list', {}, { signal: controller.signal });
    client.close();
    void client.call('models.list', {});
    controller.abort();
    expect(engineAt(engines, 0).received.map(({ kind }) => kind)).toEqual(['call', 'cancel']);
    expect(engineAt(engines, 1).received.map(({ kind }) => kind)).toEqual(['call']);
  });

  it('tells an engine to stop sending voxels that nobody reads', async () => {
    const { client, engines } = startClient();
    const chunks = client.readVoxels('ticket');
    const first = chunks.next();
    const engine = engineAt(engines, 0);
    const id = engine.received[0]?.id ?? '';
    engine.send({ kind: 'voxels', id, chunk: new Uint8Array(4), last: false });
    await first;
    await chunks.return(undefined);
    expect(engine.received.map(({ kind }) => kind)).toEqual(['read-voxels', 'cancel']);
  });
});

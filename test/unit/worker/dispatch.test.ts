import { describe, expect, it } from 'vitest';
import type { Progress } from '../../../electron/contract/api.ts';
import { createEngineClient, EngineBug, type EngineClient } from '../../../electron/contract/engine-client.ts';
import type { VoxelTicket, VolumeReference } from '../../../electron/contract/voxels.ts';
import type { Reply } from '../../../electron/contract/reply.ts';
import { dispatch } from '../../../electron/worker/dispatch.ts';
import { createVolumeStore } from '../../../electron/worker/volume-store.ts';
import { plainHandlers } from '../../fixtures/plain-handlers.ts';
import { portPair } from '../../fixtures/port-pair.ts';

interface Started {
  readonly client: EngineClient;
  readonly bugs: string[];
  readonly exit: (words: string) => void;
  readonly starts: () => number;
  readonly close: () => Promise<void>;
}

function startEngine(): Started {
  const bugs: string[] = [];
  let starts = 0;
  let exit = (words: string): void => void words;
  let close = (): Promise<void> => Promise.resolve();
  const start = () => {
    starts += 1;
    const { host, engine } = portPair();
    const volumes = createVolumeStore();
    const logBug = (text: string): void => void bugs.push(text);
    const dispatcher = dispatch(engine, { handlers: plainHandlers(volumes), volumes, logBug });
    close = () => dispatcher.close();
    exit = (words) => host.exit(words);
    return host;
  };
  const client = createEngineClient({ start, onBug: (text) => bugs.push(text) });
  return { client, bugs, exit: (words) => exit(words), starts: () => starts, close: () => close() };
}

function valueOf<T>(reply: Reply<unknown>): T {
  if (!reply.ok) throw new Error(reply.problem.code);
  return reply.value as T;
}

async function ticketOf(client: EngineClient): Promise<VoxelTicket> {
  const reference = valueOf<VolumeReference>(await client.call('volume.load', { timelineId: 't', seriesKey: 's' }));
  return valueOf<VoxelTicket>(await client.call('voxels.open', { volumeId: reference.volumeId }));
}

describe('the protocol between a host and the engine', () => {
  it('answers a call and passes its progress on, without steps too small to see', async () => {
    const { client } = startEngine();
    const seen: Progress[] = [];
    const onProgress = (progress: Progress): void => void seen.push(progress);
    const reply = await client.call('library.index', { path: '/p' }, { onProgress });
    expect(reply).toMatchObject({ ok: true, value: { path: '/p' } });
    expect(seen.map(({ progressFraction }) => progressFraction)).toEqual([0.5, 1]);
  });

  it('refuses a request of the wrong shape without repeating its values', async () => {
    const reply = await startEngine().client.call('library.index', { path: 7, secret: 'Doe^Jane' });
    expect(reply).toMatchObject({ ok: false, problem: { code: 'request/invalid', capability: 'library.index' } });
    expect(JSON.stringify(reply)).not.toContain('Doe');
  });

  it('refuses what only a host can answer', async () => {
    const reply = await startEngine().client.call('library.choose', {});
    expect(reply).toMatchObject({ ok: false, problem: { code: 'request/invalid' } });
  });

  it('returns an expected failure as a value', async () => {
    const reply = await startEngine().client.call('models.list', {});
    expect(reply).toEqual({ ok: false, problem: { code: 'model/unknown', id: 'x', known: [] } });
  });

  it('throws a bug to its caller and logs it once, both without patient data', async () => {
    const { client, bugs } = startEngine();
    await expect(client.call('models.check', {})).rejects.toThrow(EngineBug);
    expect(bugs).toHaveLength(1);
    expect(bugs[0]).toContain('TypeError');
    expect(bugs[0]).not.toContain('Jane');
  });

  it('cancels a running call', async () => {
    const { client } = startEngine();
    const controller = new AbortController();
    const onProgress = (): void => controller.abort();
    const reply = await client.call('timeline.open', { path: '/p' }, { signal: controller.signal, onProgress });
    expect(reply).toEqual({ ok: false, problem: { code: 'job/cancelled' } });
  });

  it('does not begin a call that was cancelled before', async () => {
    const { client, starts } = startEngine();
    const reply = await client.call('timeline.open', { path: '/p' }, { signal: AbortSignal.abort() });
    expect(reply).toMatchObject({ ok: false, problem: { code: 'job/cancelled' } });
    expect(starts()).toBe(0);
  });

  it('cancels every job when the engine is closed', async () => {
    const { client, close } = startEngine();
    const calls = [1, 2].map(() => client.call('timeline.open', { path: '/p' }));
    await client.call('library.index', { path: '/p' });
    await close();
    for (const reply of await Promise.all(calls)) expect(reply).toMatchObject({ problem: { code: 'job/cancelled' } });
  });

  it('streams voxels under a ticket, once', async () => {
    const { client } = startEngine();
    const { token, byteLength } = await ticketOf(client);
    let received = 0;
    for await (const chunk of client.readVoxels(token)) received += chunk.byteLength;
    expect(received).toBe(byteLength);
    await expect(client.readVoxels(token).next()).rejects.toThrow('handle/expired');
  });

  it('stops sending voxels when the reader leaves, and answers other calls meanwhile', async () => {
    const { client } = startEngine();
    const { token } = await ticketOf(client);
    for await (const chunk of client.readVoxels(token)) {
      expect(chunk.byteLength).toBe(2 ** 20);
      break;
    }
    expect(await client.call('library.index', { path: '/p' })).toMatchObject({ ok: true });
  });

  it('answers open calls when the engine dies, and starts it again for the next one', async () => {
    const engine = startEngine();
    const running = engine.client.call('timeline.open', { path: '/p' });
    await engine.client.call('library.index', { path: '/p' });
    engine.exit('SIGKILL');
    expect(await running).toEqual({ ok: false, problem: { code: 'engine/stopped', exit: 'SIGKILL' } });
    expect(await engine.client.call('library.index', { path: '/p' })).toMatchObject({ ok: true });
    expect(engine.starts()).toBe(2);
  });
});

import { describe, expect, it } from 'vitest';
import type { Api, Progress } from '../../../../electron/contract/api.ts';
import type { VolumeReference } from '../../../../electron/contract/voxels.ts';
import { createElectronApi } from '../../../../renderer/bridge/electron-api.ts';
import { fetchVoxels, type Fetch } from '../../../../renderer/bridge/fetch-voxels.ts';
import { createHttpApi } from '../../../../renderer/bridge/http-api.ts';
import { readLines } from '../../../../renderer/bridge/read-lines.ts';
import { VoxelCache } from '../../../../renderer/bridge/voxel-cache.ts';
import { plainGrid } from '../../../fixtures/volumes.ts';

const bytes = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(new TextEncoder().encode(text));
const streamOf = (...chunks: Uint8Array<ArrayBuffer>[]): ReadableStream<Uint8Array<ArrayBuffer>> =>
  new ReadableStream({
    start: (controller) => {
      chunks.forEach((chunk) => controller.enqueue(chunk));
      controller.close();
    },
  });
const answering =
  (...lines: string[]): Fetch =>
  async () =>
    new Response(streamOf(...lines.map(bytes)));
const progressLine = '{"kind":"progress","progress":{"stage":"decode","progressFraction":0.5}}\n';

describe('lines of a stream', () => {
  it('are whole, however the stream is cut, also in the middle of a letter', async () => {
    const whole = bytes('{"a":"é"}\n\n{"b":2}\nlast');
    const found: string[] = [];
    const pieces = Array.from(whole, (byte) => new Uint8Array([byte]));
    for await (const line of readLines(streamOf(...pieces))) found.push(line);
    expect(found).toEqual(['{"a":"é"}', '{"b":2}', 'last']);
  });
});

describe('the api over http', () => {
  it('passes progress on and answers with the reply', async () => {
    const seen: Progress[] = [];
    const api = createHttpApi(answering(progressLine, '{"kind":"reply","reply":{"ok":true,"value":{"path":null}}}\n'));
    const reply = await api.call('library.choose', {}, { onProgress: (progress) => seen.push(progress) });
    expect(reply).toEqual({ ok: true, value: { path: null } });
    expect(seen).toEqual([{ stage: 'decode', progressFraction: 0.5 }]);
  });

  it('throws on a bug, with its message', async () => {
    const api = createHttpApi(answering('{"kind":"bug","message":"oops"}\n'));
    await expect(api.call('models.list', {})).rejects.toThrow('oops');
  });

  it.each([
    { case: 'the stream ends early', fetchFrom: answering(progressLine) },
    { case: 'the connection breaks', fetchFrom: () => Promise.reject(new TypeError('failed to fetch')) },
    { case: 'the session is over', fetchFrom: async () => new Response('', { status: 403 }) },
  ] satisfies { case: string; fetchFrom: Fetch }[])(
    'says that the engine is gone when $case',
    async ({ fetchFrom }) => {
      const reply = await createHttpApi(fetchFrom).call('models.list', {});
      expect(reply).toMatchObject({ ok: false, problem: { code: 'engine/stopped' } });
    },
  );

  it('answers a cancelled call as cancelled, and ends the request', async () => {
    const stop = new AbortController();
    let ended = false;
    const never: Fetch = (_address, init) =>
      new Promise((_resolve, reject) => {
        init?.signal?.addEventListener('abort', () => {
          ended = true;
          reject(new DOMException('aborted', 'AbortError'));
        });
      });
    const call = createHttpApi(never).call('models.list', {}, { signal: stop.signal });
    stop.abort();
    expect(await call).toEqual({ ok: false, problem: { code: 'job/cancelled' } });
    expect(ended).toBe(true);
  });
});

describe('the api in electron', () => {
  it('cancels by the id of the call and throws on a bug', async () => {
    const cancelled: string[] = [];
    const started: string[] = [];
    const api = createElectronApi({
      call: async (id) => {
        started.push(id);
        await Promise.resolve();
        return { kind: 'bug', message: 'oops' };
      },
      cancel: (id) => void cancelled.push(id),
    });
    const stop = new AbortController();
    const call = api.call('models.list', {}, { signal: stop.signal });
    stop.abort();
    await expect(call).rejects.toThrow('oops');
    expect(cancelled).toEqual(started);
    await expect(api.call('models.list', {})).rejects.toThrow('oops');
    expect(new Set(started).size).toBe(2);
  });
});

const reference: VolumeReference = {
  volumeId: 'v',
  grid: plainGrid([2, 2, 1]),
  type: 'float32',
  displayRange: [0, 1],
  synthetic: false,
};
const ticketApi = {
  call: async () => ({ ok: true, value: { token: 'a/b', byteLength: 16 } }),
} as unknown as Api;

describe('voxels', () => {
  it('are fetched under the escaped ticket and read as the volume says', async () => {
    let asked = '';
    const reply = await fetchVoxels(
      ticketApi,
      async (address) => {
        asked = address;
        return new Response(new Float32Array([1, 2, 3, 4]).buffer);
      },
      reference,
    );
    expect(asked).toBe('/voxels/a%2Fb');
    expect(reply).toMatchObject({ ok: true, value: { data: new Float32Array([1, 2, 3, 4]) } });
  });

  it.each([
    { case: 'too few', response: () => new Response(new ArrayBuffer(8)) },
    { case: 'spent', response: () => new Response('', { status: 410 }) },
  ])('that are $case are a Problem, not a picture', async ({ response }) => {
    const reply = await fetchVoxels(ticketApi, async () => response(), reference);
    expect(reply).toMatchObject({ ok: false, problem: { code: 'handle/expired' } });
  });

  it('are fetched once, and again only after they were dropped for room', async () => {
    const fetched: string[] = [];
    const cache = new VoxelCache(async (wanted) => {
      fetched.push(wanted.volumeId);
      return { ok: true, value: { reference: wanted, data: new Uint8Array(10) } };
    }, 25);
    const load = (volumeId: string) => cache.load({ ...reference, volumeId });
    for (const id of ['a', 'b', 'a', 'c', 'a', 'b']) await load(id);
    expect(fetched).toEqual(['a', 'b', 'c', 'b']);
  });

  it('that could not be fetched are asked for again', async () => {
    let calls = 0;
    const cache = new VoxelCache(async () => {
      calls++;
      return { ok: false, problem: { code: 'handle/expired', kind: 'volume' } };
    }, 25);
    await cache.load(reference);
    await cache.load(reference);
    expect(calls).toBe(2);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBrowserHost } from '../../electron/serve/browser-host.ts';
import { forkEngine } from '../../electron/serve/engine-process.ts';
import { findProgram } from '../../electron/serve/program.ts';
import type { RunningServer } from '../../electron/serve/start-server.ts';
import { exchange } from '../fixtures/http-client.ts';

const plainEngine = new URL('../fixtures/plain-engine.ts', import.meta.url);
let server: RunningServer;
let cookie: string;

beforeAll(async () => {
  const startEngine = () => forkEngine(findProgram(), plainEngine);
  server = await startBrowserHost({ port: 0, logBug: () => undefined, startEngine });
  const opened = await exchange(server.port, server.url.slice(server.url.indexOf('/open')));
  cookie = String(opened.headers['set-cookie']?.[0]).split(';')[0] ?? '';
});
afterAll(() => server.close());

async function post(capability: string, request: unknown, hangUpAfterFirstPiece = false): Promise<string[]> {
  const headers = { Cookie: cookie, Origin: `http://127.0.0.1:${server.port}`, 'Content-Type': 'application/json' };
  const sent = { method: 'POST', headers, body: JSON.stringify(request), hangUpAfterFirstPiece };
  const { body } = await exchange(server.port, `/api/${capability}`, sent);
  return body.toString('utf8').trim().split('\n');
}
const valueOf = (lines: string[]): Record<string, string> => {
  const last = JSON.parse(lines.at(-1) ?? '') as { reply: { value: Record<string, string> } };
  return last.reply.value;
};

describe('the browser host with an engine process', () => {
  it('passes a call, its progress and its reply', async () => {
    const lines = await post('library.index', { path: '/p' });
    expect(lines).toHaveLength(3);
    expect(valueOf(lines)).toMatchObject({ path: '/p' });
  });

  it('lets the engine start a process of its own and end it', async () => {
    const [line = ''] = await post('models.list', {});
    expect(JSON.parse(line)).toMatchObject({ reply: { problem: { id: 'hello again', reason: 'SIGKILL' } } });
  });

  it('stays usable after a page was closed in the middle of a job', async () => {
    await post('timeline.open', { path: '/p' }, true);
    expect(valueOf(await post('library.index', { path: '/q' }))).toMatchObject({ path: '/q' });
  });

  it('streams voxels bit-exactly', async () => {
    const { volumeId } = valueOf(await post('volume.load', { timelineId: 't', seriesKey: 's' }));
    const { token } = valueOf(await post('voxels.open', { volumeId }));
    const { body } = await exchange(server.port, `/voxels/${token}`, { headers: { Cookie: cookie } });
    const expected = new Float32Array(200 * 150 * 100).map((_, index) => index % 1000);
    expect(Buffer.compare(body, new Uint8Array(expected.buffer))).toBe(0);
  });
});

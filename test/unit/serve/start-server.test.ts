import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEngineClient } from '../../../electron/contract/engine-client.ts';
import { createHostApi } from '../../../electron/contract/host-api.ts';
import { startServer, type RunningServer } from '../../../electron/serve/start-server.ts';
import { dispatch } from '../../../electron/worker/dispatch.ts';
import { createVolumeStore } from '../../../electron/worker/volume-store.ts';
import { exchange, type Exchange, type Sent } from '../../fixtures/http-client.ts';
import { plainHandlers } from '../../fixtures/plain-handlers.ts';
import { portPair } from '../../fixtures/port-pair.ts';

let parent: string;
let server: RunningServer;
let cancelled: string[];

beforeEach(async () => {
  parent = mkdtempSync(join(tmpdir(), 'longview-serve-'));
  const folder = join(parent, 'renderer');
  mkdirSync(folder);
  writeFileSync(join(folder, 'index.html'), '<title>Longview</title>');
  writeFileSync(join(parent, 'longview-secret.json'), '{}');
  cancelled = [];
  const { host, engine } = portPair();
  const volumes = createVolumeStore();
  const handlers = plainHandlers(volumes);
  dispatch(engine, { handlers, volumes, logBug: () => undefined });
  engine.onMessage((message) => {
    if ((message as { kind: string }).kind === 'cancel') cancelled.push((message as { id: string }).id);
  });
  const client = createEngineClient({ start: () => host, onBug: () => undefined });
  const api = createHostApi(client, {
    'app.describe': async () => ({ version: '1.2.3', host: 'serve', canChooseFolder: false }),
    'library.choose': async () => ({ path: null }),
  });
  server = await startServer({ port: 0, rendererFolder: folder, api, engine: client, logBug: () => undefined });
});

afterEach(async () => {
  await server.close();
  rmSync(parent, { recursive: true });
});

const own = (): string => `127.0.0.1:${server.port}`;
const tokenPath = (): string => server.url.slice(server.url.indexOf('/open'));

async function cookie(): Promise<string> {
  const opened = await exchange(server.port, tokenPath());
  return String(opened.headers['set-cookie']?.[0]).split(';')[0] ?? '';
}

async function post(capability: string, request: unknown, sent: Sent = {}): Promise<Exchange> {
  const headers = { Cookie: await cookie(), Origin: `http://${own()}`, 'Content-Type': 'application/json' };
  return exchange(server.port, `/api/${capability}`, {
    method: 'POST',
    body: JSON.stringify(request),
    ...sent,
    headers: { ...headers, ...sent.headers },
  });
}

const lines = ({ body }: Exchange): unknown[] =>
  body
    .toString('utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);

describe('the session of the browser host', () => {
  it('exchanges the token for a cookie that scripts and other sites cannot use', async () => {
    const opened = await exchange(server.port, tokenPath());
    expect(opened).toMatchObject({ status: 303, headers: { location: '/' } });
    expect(opened.headers['set-cookie']?.[0]).toMatch(
      new RegExp(`^longview-${server.port}=[\\w-]{43}; HttpOnly; SameSite=Strict; Path=/$`),
    );
  });

  it('refuses a token that was spent', async () => {
    await cookie();
    expect((await exchange(server.port, tokenPath())).status).toBe(403);
  });

  it.each(['/open', '/open?token=', '/open?token=guess'])('refuses %s', async (path) => {
    expect((await exchange(server.port, path)).status).toBe(403);
  });

  it.each(['/', '/index.html', '/voxels/abc', '/nothing'])('refuses %s without a cookie', async (path) => {
    expect((await exchange(server.port, path)).status).toBe(403);
  });

  it('refuses a cookie that it did not give out', async () => {
    await cookie();
    const headers = { Cookie: `longview-${server.port}=guess` };
    expect((await exchange(server.port, '/', { headers })).status).toBe(403);
  });

  it('listens on the loopback address only', () => {
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/open\?token=[\w-]{43}$/);
  });
});

describe('requests from elsewhere', () => {
  it.each(['evil.example', 'localhost', '127.0.0.1', '127.0.0.1:1'])('refuses the Host %s', async (host) => {
    const headers = { Cookie: await cookie(), Host: host };
    expect((await exchange(server.port, '/', { headers })).status).toBe(403);
  });

  it.each(['http://evil.example', 'null', 'https://127.0.0.1', 'http://127.0.0.1:1'])(
    'refuses the Origin %s',
    async (origin) => {
      const answer = await post('app.describe', {}, { headers: { Origin: origin } });
      expect(answer.status).toBe(403);
    },
  );

  it('refuses a POST that names no Origin', async () => {
    const headers = { Cookie: await cookie(), 'Content-Type': 'application/json' };
    const answer = await exchange(server.port, '/api/app.describe', { method: 'POST', headers, body: '{}' });
    expect(answer.status).toBe(403);
  });

  it.each(['cross-site', 'same-site'])('refuses a request that the browser calls %s', async (site) => {
    const headers = { Cookie: await cookie(), 'Sec-Fetch-Site': site };
    expect((await exchange(server.port, '/', { headers })).status).toBe(403);
  });

  it('refuses a form, which other sites can send', async () => {
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    expect((await post('app.describe', {}, { headers })).status).toBe(415);
  });
});

describe('files of the window', () => {
  it('sends the page with the content security policy', async () => {
    const page = await exchange(server.port, '/', { headers: { Cookie: await cookie() } });
    expect(page).toMatchObject({ status: 200, headers: { 'content-type': 'text/html; charset=utf-8' } });
    expect(page.headers['content-security-policy']).toContain("script-src 'self' 'wasm-unsafe-eval'");
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    expect(page.body.toString()).toContain('Longview');
  });

  it.each([
    '/../longview-secret.json',
    '/%2e%2e/longview-secret.json',
    '/..%2flongview-secret.json',
    '/%2e%2e%5clongview-secret.json',
    '/assets/../../longview-secret.json',
    '//longview-secret.json',
    '/index.html%00.json',
    '/%zz.json',
    '/.hidden.json',
  ])('refuses the path %s', async (path) => {
    expect((await exchange(server.port, path, { headers: { Cookie: await cookie() } })).status).toBe(404);
  });

  it('refuses other methods', async () => {
    const headers = { Cookie: await cookie(), Origin: `http://${own()}` };
    expect((await exchange(server.port, '/', { method: 'DELETE', headers })).status).toBe(405);
  });
});

describe('calls of the window', () => {
  it('streams progress and then the reply, one document a line', async () => {
    const answer = await post('library.index', { path: '/p' });
    expect(answer.headers['content-type']).toBe('application/x-ndjson');
    expect(lines(answer)).toEqual([
      { kind: 'progress', progress: { stage: 'decode', progressFraction: 0.5 } },
      { kind: 'progress', progress: { stage: 'order', progressFraction: 1 } },
      { kind: 'reply', reply: { ok: true, value: expect.objectContaining({ path: '/p' }) as unknown } },
    ]);
  });

  it('answers for itself what only the host knows', async () => {
    expect(lines(await post('app.describe', {}))).toEqual([
      { kind: 'reply', reply: { ok: true, value: { version: '1.2.3', host: 'serve', canChooseFolder: false } } },
    ]);
  });

  it.each([
    ['an unknown capability', 'shell.run', {}],
    ['an inherited name', 'toString', {}],
    ['a request of the wrong shape', 'library.index', { path: 3 }],
    ['a body that is not an object', 'library.index', null],
  ])('refuses %s as a Problem', async (_name, capability, request) => {
    expect(lines(await post(capability, request))).toMatchObject([
      { kind: 'reply', reply: { ok: false, problem: { code: 'request/invalid' } } },
    ]);
  });

  it('reports a bug as a bug', async () => {
    const [event] = lines(await post('models.check', {}));
    expect(event).toMatchObject({ kind: 'bug' });
    expect(JSON.stringify(event)).not.toContain('Jane');
  });

  it('cancels the job when the browser goes away', async () => {
    await post('timeline.open', { path: '/p' }, { hangUpAfterFirstPiece: true });
    await expect.poll(() => cancelled.length).toBe(1);
  });

  it('refuses a body that is too large', async () => {
    expect((await post('library.index', { path: 'x'.repeat(1_100_000) })).status).toBe(413);
  });
});

describe('voxels', () => {
  it('streams a volume once', async () => {
    const session = await cookie();
    const call = async (capability: string, request: unknown): Promise<{ volumeId: string; token: string }> => {
      const headers = { Cookie: session, Origin: `http://${own()}`, 'Content-Type': 'application/json' };
      const sent = { method: 'POST', body: JSON.stringify(request), headers };
      const events = lines(await exchange(server.port, `/api/${capability}`, sent));
      return (events.at(-1) as { reply: { value: { volumeId: string; token: string } } }).reply.value;
    };
    const { volumeId } = await call('volume.load', { timelineId: 't', seriesKey: 's' });
    const { token } = await call('voxels.open', { volumeId });
    const voxels = await exchange(server.port, `/voxels/${token}`, { headers: { Cookie: session } });
    expect(voxels).toMatchObject({ status: 200, headers: { 'content-type': 'application/octet-stream' } });
    expect(voxels.body.byteLength).toBe(200 * 150 * 100 * 4);
    expect(voxels.body.readFloatLE(4 * 1234)).toBe(234);
    expect((await exchange(server.port, `/voxels/${token}`, { headers: { Cookie: session } })).status).toBe(410);
  });
});

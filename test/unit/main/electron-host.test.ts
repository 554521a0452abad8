import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Progress } from '../../../electron/contract/api.ts';
import type { CallOutcome } from '../../../electron/contract/call-event.ts';
import type { WindowBridge } from '../../../electron/contract/window-bridge.ts';
import * as electron from '../../fixtures/electron-double/electron.ts';
import { replaced, started } from '../../fixtures/electron-double/utility-process.ts';

vi.mock('electron', () => import('../../fixtures/electron-double/electron.ts'));

const fixture = (name: string): string => fileURLToPath(new URL(`../../fixtures/${name}`, import.meta.url));
let parent: string;
let folder: string;
let bridge: WindowBridge;

beforeAll(async () => {
  parent = mkdtempSync(join(tmpdir(), 'longview-main-'));
  folder = join(parent, 'app.asar');
  mkdirSync(join(folder, 'dist', 'renderer'), { recursive: true });
  writeFileSync(join(folder, 'dist', 'renderer', 'index.html'), '<title>Longview</title>');
  writeFileSync(join(folder, 'dist', 'secret.json'), '{}');
  electron.app.appPath = folder;
  replaced.set('start.ts', fixture('plain-engine.ts'));
  replaced.set('inference-child.ts', fixture('echo-child.ts'));
  await import('../../../electron/main/start.ts');
  await import('../../../electron/preload/preload.ts');
  bridge = electron.exposed.get('longview') as WindowBridge;
  await vi.waitFor(() => expect(electron.BrowserWindow.all).toHaveLength(1));
});

afterAll(() => {
  for (const { process } of started) process.kill();
  rmSync(parent, { recursive: true });
});

const window = (): electron.BrowserWindow => electron.BrowserWindow.all[0] as electron.BrowserWindow;
const fetchApp = async (url: string, method = 'GET'): Promise<Response> => {
  const handler = electron.protocol.handlers.get('app');
  if (!handler) throw new Error('no handler for app://');
  return handler({ method, url });
};
let ids = 0;
const call = (
  capability: string,
  request: unknown,
  onProgress: (progress: Progress) => void = () => undefined,
): Promise<CallOutcome> => bridge.call(`c${++ids}`, capability, request, onProgress);
const valueOf = <T>(outcome: CallOutcome): T => {
  if (outcome.kind !== 'reply' || !outcome.reply.ok) throw new Error(JSON.stringify(outcome));
  return outcome.reply.value as T;
};

describe('the start of the Electron host', () => {
  it('enables the sandbox and names its scheme before Electron is ready', () => {
    expect(electron.app.order).toEqual([
      'enableSandbox',
      'registerSchemesAsPrivileged',
      'requestSingleInstanceLock',
      'ready',
    ]);
    expect(electron.protocol.schemes).toEqual([
      { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
    ]);
  });

  it('opens a window that can do nothing but show our page', () => {
    expect(window().options).toMatchObject({
      webPreferences: {
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
        webSecurity: true,
        allowRunningInsecureContent: false,
        webviewTag: false,
        experimentalFeatures: false,
        spellcheck: false,
        devTools: false,
        preload: join(folder, 'dist', 'preload', 'preload.cjs'),
      },
    });
    expect(window().webContents.mainFrame.url).toBe('app://longview/index.html');
  });
});

describe('what pages may do', () => {
  it('denies every permission', () => {
    const decisions: boolean[] = [];
    for (const permission of ['media', 'geolocation', 'notifications', 'clipboard-read', 'openExternal']) {
      electron.sessionDouble.requestHandler?.({}, permission, (granted) => decisions.push(granted));
    }
    expect(decisions).toEqual([false, false, false, false, false]);
    expect(electron.sessionDouble.checkHandler?.()).toBe(false);
    expect(electron.sessionDouble.deviceHandler?.()).toBe(false);
  });

  it.each(['https://example.org/', 'file:///etc/passwd', 'app://other/', 'app://longview.example/', 'javascript:1'])(
    'stops navigation to %s',
    (url) => {
      const preventDefault = vi.fn();
      window().webContents.emit('will-navigate', { url, preventDefault });
      window().webContents.emit('will-frame-navigate', { url, preventDefault });
      expect(preventDefault).toHaveBeenCalledTimes(2);
    },
  );

  it('lets the page load itself again', () => {
    const preventDefault = vi.fn();
    window().webContents.emit('will-navigate', { url: 'app://longview/index.html', preventDefault });
    expect(preventDefault).not.toHaveBeenCalled();
  });

  it('opens no further window and attaches no webview', () => {
    expect(window().webContents.openHandler?.({ url: 'https://example.org' })).toEqual({ action: 'deny' });
    const preventDefault = vi.fn();
    window().webContents.emit('will-attach-webview', { preventDefault });
    expect(preventDefault).toHaveBeenCalled();
  });
});

describe('the app:// scheme', () => {
  it('serves the page with the content security policy', async () => {
    const page = await fetchApp('app://longview/index.html?x=1#y');
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self' 'wasm-unsafe-eval'");
    expect(await page.text()).toContain('Longview');
  });

  it.each([
    ['app://longview/../secret.json', 404],
    ['app://longview/%2e%2e/secret.json', 404],
    ['app://longview/..%2fsecret.json', 404],
    ['app://longview/..%5csecret.json', 404],
    ['app://longview//etc/passwd', 404],
    ['app://other/index.html', 403],
    ['app://longview.example/index.html', 403],
    ['app://longview/voxels/unknown', 410],
  ])('refuses %s', async (url, status) => {
    expect((await fetchApp(url)).status).toBe(status);
  });

  it('refuses other methods', async () => expect((await fetchApp('app://longview/', 'POST')).status).toBe(405));
});

describe('calls through the preload', () => {
  it('publishes two functions and nothing else', () => {
    expect([...electron.exposed.keys()]).toEqual(['longview']);
    expect(Object.keys(bridge).sort()).toEqual(['call', 'cancel']);
  });

  it('goes to the engine process and back, with progress', async () => {
    const seen: Progress[] = [];
    const outcome = await call('library.index', { path: '/p' }, (progress) => seen.push(progress));
    expect(valueOf(outcome)).toMatchObject({ path: '/p' });
    expect(seen.map(({ stage }) => stage)).toEqual(['decode', 'order']);
  });

  it('cancels', async () => {
    const running = bridge.call('mine', 'timeline.open', { path: '/p' }, () => bridge.cancel('mine'));
    expect(await running).toEqual({ kind: 'reply', reply: { ok: false, problem: { code: 'job/cancelled' } } });
  });

  it('cancels what a page began when it is loaded anew', async () => {
    const reload = (): void =>
      void window().webContents.emit('did-start-navigation', { isMainFrame: true, isSameDocument: false });
    const outcome = await call('timeline.open', { path: '/p' }, reload);
    expect(outcome).toMatchObject({ reply: { problem: { code: 'job/cancelled' } } });
  });

  it('answers for itself what only the host knows', async () => {
    const described = { version: '1.2.3', host: 'electron', canChooseFolder: true };
    expect(valueOf(await call('app.describe', {}))).toEqual(described);
    expect(valueOf(await call('library.choose', {}))).toEqual({ path: '/chosen' });
  });

  it.each([
    ['an unknown capability', 'shell.run', {}],
    ['a request of the wrong shape', 'library.index', { path: 3 }],
    ['a capability that is no text', 3 as unknown as string, {}],
  ])('refuses %s as a Problem', async (_name, capability, request) => {
    const outcome = await call(capability, request);
    expect(outcome).toMatchObject({ reply: { ok: false, problem: { code: 'request/invalid' } } });
  });

  it('reports a bug as a bug, without patient data', async () => {
    const outcome = await call('models.check', {});
    expect(outcome.kind).toBe('bug');
    expect(JSON.stringify(outcome)).not.toContain('Jane');
  });

  it.each(['https://example.org/', 'about:blank', 'app://other/index.html', 'file:///app/index.html'])(
    'refuses a frame of %s',
    async (url) => {
      const sender = electron.BrowserWindow.all[0]?.webContents ?? null;
      const real = sender?.mainFrame.url ?? '';
      if (sender) sender.mainFrame.url = url;
      await expect(call('app.describe', {})).rejects.toThrow('may not call');
      if (sender) sender.mainFrame.url = real;
    },
  );

  it('refuses a frame inside the page, whatever its address', async () => {
    electron.ipcRenderer.frame = { url: 'app://longview/index.html' };
    await expect(call('app.describe', {})).rejects.toThrow('may not call');
    electron.ipcRenderer.frame = null;
  });

  it('fetches voxels under a ticket, once', async () => {
    const { volumeId } = valueOf<{ volumeId: string }>(await call('volume.load', { timelineId: 't', seriesKey: 's' }));
    const { token } = valueOf<{ token: string }>(await call('voxels.open', { volumeId }));
    const voxels = await fetchApp(`app://longview/voxels/${token}`);
    const data = new Float32Array(await voxels.arrayBuffer());
    expect(data.length).toBe(200 * 150 * 100);
    expect(data[1234]).toBe(234);
    expect((await fetchApp(`app://longview/voxels/${token}`)).status).toBe(410);
  });
});

describe('processes that the engine asks for', () => {
  it('are started by main, joined to the engine, and ended at once', async () => {
    const outcome = await call('models.list', {});
    expect(outcome).toMatchObject({ reply: { problem: { id: 'hello again' } } });
  });

  it('are refused outside the folder of the engine', async () => {
    const outcome = await call('demo.create', { path: '/p' });
    expect(outcome).toMatchObject({ reply: { problem: { id: 'refused: not a module of ours' } } });
  });
});

describe('the engine of an installed program', () => {
  it('is given the folder beside the archive, where native code can open the models', () => {
    expect(started[0]?.args).toEqual([join(parent, 'app.asar.unpacked'), '1.2.3']);
  });
});

describe('an engine that dies', () => {
  it('answers its open calls and is started again for the next one', async () => {
    const kill = (): void => {
      const { pid } = started[0]?.process ?? {};
      if (pid !== undefined) process.kill(pid, 'SIGKILL');
    };
    const outcome = await call('timeline.open', { path: '/p' }, kill);
    expect(outcome).toMatchObject({ reply: { ok: false, problem: { code: 'engine/stopped' } } });
    expect(valueOf(await call('library.index', { path: '/again' }))).toMatchObject({ path: '/again' });
  });
});

describe('quitting', () => {
  it('waits until running jobs have been cancelled', async () => {
    const preventDefault = vi.fn();
    const quit = (): void => void electron.app.emit('before-quit', { preventDefault });
    const outcome = await call('timeline.open', { path: '/p' }, quit);
    expect(outcome).toMatchObject({ reply: { problem: { code: 'job/cancelled' } } });
    expect(preventDefault).toHaveBeenCalled();
    await vi.waitFor(() => expect(electron.app.order.at(-1)).toBe('exit'));
  });
});

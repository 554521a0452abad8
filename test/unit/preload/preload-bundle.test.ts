import { fileURLToPath } from 'node:url';
import { runInNewContext } from 'node:vm';
import { build } from 'vite';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { WindowBridge } from '../../../electron/contract/window-bridge.ts';

const configFile = fileURLToPath(new URL('../../../.config/vite.preload.ts', import.meta.url));
let code: string;

beforeAll(async () => {
  const built = await build({ configFile, logLevel: 'silent', build: { write: false } });
  const outputs = (Array.isArray(built) ? built : [built]).flatMap((result) =>
    'output' in result ? result.output : [],
  );
  code = outputs.map((output) => (output.type === 'chunk' ? output.code : '')).join('\n');
});

function load(): { required: string[]; published: Map<string, WindowBridge>; invoke: ReturnType<typeof vi.fn> } {
  const required: string[] = [];
  const published = new Map<string, WindowBridge>();
  const invoke = vi.fn(async () => ({ kind: 'reply' }));
  const electron = {
    ipcRenderer: { on: vi.fn(), send: vi.fn(), invoke },
    contextBridge: { exposeInMainWorld: (name: string, value: WindowBridge) => published.set(name, value) },
  };
  const require = (name: string): unknown => {
    required.push(name);
    return electron;
  };
  runInNewContext(code, { require, exports: {}, module: { exports: {} } });
  return { required, published, invoke };
}

describe('the built preload', () => {
  it('requires nothing but electron, as a sandboxed preload must', () => {
    expect(load().required).toEqual(['electron']);
    expect(code).not.toMatch(/\bimport\b\s*[({'"]/);
  });

  it('publishes the bridge alone, and only passes our own channels on', async () => {
    const { published, invoke } = load();
    expect([...published.keys()]).toEqual(['longview']);
    await published.get('longview')?.call('1', 'app.describe', {}, () => undefined);
    expect(invoke).toHaveBeenCalledWith('longview:call', { id: '1', capability: 'app.describe', request: {} });
  });
});

import type { Answers, Api } from '../../electron/contract/api.ts';
import type { Reply } from '../../electron/contract/reply.ts';
import type { WindowBridge } from '../../electron/contract/window-bridge.ts';

declare global {
  interface Window {
    /** Published by Electron's preload; absent in the browser host. */
    readonly longview?: WindowBridge;
  }
}

/** The Api through Electron's preload. */
export function createElectronApi(published: WindowBridge): Api {
  let calls = 0;
  return {
    call: async (capability, request, options = {}) => {
      const id = `window-${++calls}`;
      const stop = (): void => published.cancel(id);
      if (options.signal?.aborted) return { ok: false, problem: { code: 'job/cancelled' } };
      options.signal?.addEventListener('abort', stop);
      try {
        const outcome = await published.call(id, capability, request, (progress) => options.onProgress?.(progress));
        if (outcome.kind === 'bug') throw new Error(outcome.message);
        return outcome.reply as Reply<Answers[typeof capability]>;
      } finally {
        options.signal?.removeEventListener('abort', stop);
      }
    },
  };
}

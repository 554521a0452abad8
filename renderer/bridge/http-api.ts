import type { Answers, Api, CallOptions } from '../../electron/contract/api.ts';
import type { CallEvent } from '../../electron/contract/call-event.ts';
import type { Reply } from '../../electron/contract/reply.ts';
import type { Capability, Request as CapabilityRequest } from '../../electron/contract/requests.ts';
import type { Fetch } from './fetch-voxels.ts';
import { readLines } from './read-lines.ts';

/** The Api over the browser host's loopback socket; the protocol is described in electron/serve/README.md. */
export function createHttpApi(fetchFrom: Fetch): Api {
  return {
    call: async (capability, request, options = {}) => {
      const controller = new AbortController();
      const stop = (): void => controller.abort();
      options.signal?.addEventListener('abort', stop);
      if (options.signal?.aborted) stop();
      try {
        const response = await post(fetchFrom, capability, request, controller.signal);
        return await readReply<typeof capability>(response, options);
      } catch (error) {
        if (controller.signal.aborted) return cancelled;
        if (error instanceof TypeError) return lost;
        throw error;
      } finally {
        options.signal?.removeEventListener('abort', stop);
      }
    },
  };
}

function post<C extends Capability>(
  fetchFrom: Fetch,
  capability: C,
  request: CapabilityRequest<C>,
  signal: AbortSignal,
): Promise<Response> {
  const headers = { 'Content-Type': 'application/json' };
  return fetchFrom(`/api/${capability}`, { method: 'POST', headers, body: JSON.stringify(request), signal });
}

async function readReply<C extends Capability>(response: Response, options: CallOptions): Promise<Reply<Answers[C]>> {
  if (response.status === 403) return stopped('this page is no longer connected');
  if (!response.ok || response.body === null) throw new Error(`the host answered with status ${response.status}`);
  for await (const line of readLines(response.body)) {
    const event = JSON.parse(line) as CallEvent;
    if (event.kind === 'progress') options.onProgress?.(event.progress);
    else if (event.kind === 'reply') return event.reply as Reply<Answers[C]>;
    else throw new Error(event.message);
  }
  return options.signal?.aborted ? cancelled : lost;
}

const stopped = (exit: string): Reply<never> => ({ ok: false, problem: { code: 'engine/stopped', exit } });
const lost = stopped('the connection was lost');
const cancelled: Reply<never> = { ok: false, problem: { code: 'job/cancelled' } };

import type { Progress } from '../contract/api.ts';
import type { CallOutcome } from '../contract/call-event.ts';
import { outcomeOf, type HostApi } from '../contract/host-api.ts';
import { windowCallSchema } from '../contract/window-call.ts';

/** The window that asks. */
export interface Caller {
  readonly windowId: number;
  readonly sendProgress: (callId: string, progress: Progress) => void;
}

/** The open calls of every window. */
export interface WindowCalls {
  call(caller: Caller, message: unknown): Promise<CallOutcome>;
  cancel(windowId: number, callId: unknown): void;
  /** Cancels the calls of a window that went away or was loaded anew. */
  cancelAllOf(windowId: number): void;
  /** Cancels everything and waits until the engine has cleaned up. */
  cancelAll(): Promise<void>;
  openCalls(): number;
}

interface OpenCall {
  readonly windowId: number;
  /** Null once its window went away: the window that is loaded next counts its ids from the start. */
  callId: string | null;
  readonly controller: AbortController;
  readonly ended: Promise<CallOutcome>;
}

/** Brokers calls between windows and the Api; ids are unique within a window only. */
export function createWindowCalls(api: HostApi): WindowCalls {
  const open = new Set<OpenCall>();
  const find = (windowId: number, callId: unknown): OpenCall | undefined =>
    typeof callId === 'string'
      ? [...open].find((call) => call.windowId === windowId && call.callId === callId)
      : undefined;

  return {
    async call(caller, message) {
      const asked = windowCallSchema.safeParse(message);
      if (!asked.success || find(caller.windowId, asked.data.id)) return malformed;
      const { id, capability, request } = asked.data;
      const controller = new AbortController();
      const onProgress = (progress: Progress): void => caller.sendProgress(id, progress);
      const ended = outcomeOf(api.call(capability, request, { signal: controller.signal, onProgress }));
      const call: OpenCall = { windowId: caller.windowId, callId: id, controller, ended };
      open.add(call);
      return ended.finally(() => open.delete(call));
    },
    cancel: (windowId, callId) => find(windowId, callId)?.controller.abort(),
    cancelAllOf(windowId) {
      for (const call of open) {
        if (call.windowId !== windowId) continue;
        call.callId = null;
        call.controller.abort();
      }
    },
    async cancelAll() {
      for (const { controller } of open) controller.abort();
      await Promise.all([...open].map(({ ended }) => ended));
    },
    openCalls: () => open.size,
  };
}

const malformed: CallOutcome = {
  kind: 'reply',
  reply: { ok: false, problem: { code: 'request/invalid', capability: '?', issues: ['call: is malformed'] } },
};

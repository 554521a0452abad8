import { ExpectedError } from '../core/base/expected-error.ts';
import type { Problem } from '../core/base/problem.ts';
import type { CallOptions } from './api.ts';
import type { CallOutcome } from './call-event.ts';
import type { EngineClient } from './engine-client.ts';
import type { HostHandlers } from './host-calls.ts';
import { parseCapability, parseRequest } from './parse-request.ts';
import type { Reply } from './reply.ts';

/** The Api as it arrives from another process: nothing is known about the name or the request yet. */
export interface HostApi {
  call(capability: unknown, payload: unknown, options?: CallOptions): Promise<Reply<unknown>>;
}

/** Checks every request, answers what only the host knows, and passes the rest to the engine. */
export function createHostApi(engine: Pick<EngineClient, 'call'>, host: HostHandlers): HostApi {
  return {
    async call(name, payload, options) {
      try {
        const capability = parseCapability(name);
        const request = parseRequest(capability, payload);
        if (capability === 'app.describe') return { ok: true, value: await host['app.describe']({}) };
        if (capability === 'library.choose') return { ok: true, value: await host['library.choose']({}) };
        return await engine.call(capability, request, options);
      } catch (error) {
        const problem = problemOf(error);
        if (problem) return { ok: false, problem };
        throw error;
      }
    },
  };
}

/** The Problem that a thrown value carries; null for a bug. */
export function problemOf(error: unknown): Problem | null {
  return error instanceof ExpectedError ? error.problem : null;
}

/** How a call ended, as plain data that may cross to the window: a thrown error becomes a `bug`. */
export async function outcomeOf(call: Promise<Reply<unknown>>): Promise<CallOutcome> {
  try {
    return { kind: 'reply', reply: await call };
  } catch (error) {
    return { kind: 'bug', message: error instanceof Error ? error.message : 'unknown failure' };
  }
}

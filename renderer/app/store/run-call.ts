import type { StoreApi } from 'zustand/vanilla';
import type { Answers, Api } from '../../../electron/contract/api.ts';
import type { Reply } from '../../../electron/contract/reply.ts';
import type { Capability, Request } from '../../../electron/contract/requests.ts';
import type { AppData, Step } from './state.ts';

/** Makes calls for the store: one long job at a time, failures shown in one place. */
export interface Runner {
  /** A short call; null when it failed, and the failure is on the screen. */
  readonly ask: <C extends Capability>(capability: C, request: Request<C>) => Promise<Answers[C] | null>;
  /** A long call with progress; starting one stops the one before. Null when it failed or was cancelled. */
  readonly work: <C extends Capability>(step: Step, capability: C, request: Request<C>) => Promise<Answers[C] | null>;
  readonly cancel: () => void;
}

/** The runner of one window. */
export function createRunner(api: Api, store: StoreApi<AppData>, now: () => number): Runner {
  let running: AbortController | null = null;
  const cancel = (): void => running?.abort();
  const ask: Runner['ask'] = async (capability, request) => settle(store, () => api.call(capability, request));
  const work: Runner['work'] = async (step, capability, request) => {
    cancel();
    const mine = new AbortController();
    running = mine;
    store.setState({ job: { step, progress: null, startedMs: now() }, problem: null, bug: null });
    const options = {
      signal: mine.signal,
      onProgress: (progress: { readonly stage: string; readonly progressFraction: number }) => {
        const { job } = store.getState();
        if (running === mine && job) store.setState({ job: { ...job, progress } });
      },
    };
    const value = await settle(store, () => api.call(capability, request, options));
    if (running !== mine) return null;
    running = null;
    store.setState({ job: null });
    return value;
  };
  return { ask, work, cancel };
}

async function settle<T>(store: StoreApi<AppData>, call: () => Promise<Reply<T>>): Promise<T | null> {
  try {
    const reply = await call();
    if (reply.ok) return reply.value;
    if (reply.problem.code !== 'job/cancelled') store.setState({ problem: reply.problem });
  } catch (error) {
    store.setState({ bug: error instanceof Error ? error.message : String(error) });
  }
  return null;
}

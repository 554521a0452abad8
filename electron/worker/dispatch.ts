import { ExpectedError } from '../core/base/expected-error.ts';
import type { Progress } from '../contract/api.ts';
import { voxelChunksAhead, type FromEngine, type ToEngine } from '../contract/envelope.ts';
import type { EngineCapability } from '../contract/host-calls.ts';
import { parseCapability, parseRequest } from '../contract/parse-request.ts';
import type { Port } from '../contract/port.ts';
import type { Reply } from '../contract/reply.ts';
import { describeBug } from './describe-bug.ts';
import type { HandlerContext, Handlers } from './handlers.ts';
import type { VolumeStore } from './volume-store.ts';

/** What `dispatch` serves. */
export interface DispatchOptions {
  readonly handlers: Handlers;
  readonly volumes: Pick<VolumeStore, 'read'>;
  /** Receives unexpected errors, already free of patient data. */
  readonly logBug: (message: string) => void;
}

/** A running dispatcher. */
export interface Dispatcher {
  /** Cancels every job and waits until each has ended. */
  close(): Promise<void>;
}

interface VoxelStream {
  readonly chunks: Iterator<Uint8Array>;
  /** The chunk after the last one sent, so that the last one can be marked. */
  next: Uint8Array | null;
}

/** The engine's side of the protocol in envelope.ts: calls, cancelling, progress, voxels. */
export function dispatch(port: Port, { handlers, volumes, logBug }: DispatchOptions): Dispatcher {
  const jobs = new Map<string, { controller: AbortController; ended: Promise<void> }>();
  const streams = new Map<string, VoxelStream>();
  const send = (message: FromEngine): void => port.postMessage(message);

  const answer = async (id: string, run: () => Promise<Reply<unknown>>): Promise<void> => {
    try {
      send({ kind: 'reply', id, reply: await run() });
    } catch (error) {
      const message = describeBug(error);
      logBug(message);
      send({ kind: 'bug', id, message });
    }
  };
  const startJob = (id: string, capability: string, payload: unknown): void => {
    const controller = new AbortController();
    const progress = thinned((value) => send({ kind: 'progress', id, progress: value }));
    const context = { signal: controller.signal, progress };
    const ended = answer(id, () => runHandler(handlers, { capability, payload }, context));
    jobs.set(id, { controller, ended });
    void ended.then(() => jobs.delete(id));
  };
  const sendChunks = (id: string, count: number): void => {
    const stream = streams.get(id);
    for (let sent = 0; stream && sent < count && stream.next; sent++) {
      const chunk = stream.next;
      stream.next = following(stream.chunks);
      send({ kind: 'voxels', id, chunk, last: stream.next === null });
      if (!stream.next) streams.delete(id);
    }
  };
  const startVoxels = (id: string, token: string): void => {
    try {
      const chunks = volumes.read(token)[Symbol.iterator]();
      streams.set(id, { chunks, next: following(chunks) ?? new Uint8Array(0) });
      sendChunks(id, voxelChunksAhead);
    } catch (error) {
      void answer(id, () => refusal(error));
    }
  };

  port.onMessage((message) => {
    const request = message as ToEngine;
    if (request.kind === 'call') startJob(request.id, request.capability, request.payload);
    else if (request.kind === 'read-voxels') startVoxels(request.id, request.token);
    else if (request.kind === 'more-voxels') sendChunks(request.id, 1);
    else if (request.kind === 'cancel') {
      streams.delete(request.id);
      jobs.get(request.id)?.controller.abort();
    }
  });
  send({ kind: 'ready' });

  return {
    async close() {
      for (const { controller } of jobs.values()) controller.abort();
      await Promise.all([...jobs.values()].map(({ ended }) => ended));
    },
  };
}

type Asked = { readonly capability: string; readonly payload: unknown };

async function runHandler(handlers: Handlers, asked: Asked, context: HandlerContext): Promise<Reply<unknown>> {
  try {
    const capability = parseCapability(asked.capability);
    if (!isEngineCapability(capability, handlers)) throw unknownHere(capability);
    return { ok: true, value: await callHandler(handlers, capability, { payload: asked.payload, context }) };
  } catch (error) {
    if (context.signal.aborted && isAbort(error)) return { ok: false, problem: { code: 'job/cancelled' } };
    return refusal(error);
  }
}

function callHandler<C extends EngineCapability>(
  handlers: Handlers,
  capability: C,
  { payload, context }: { payload: unknown; context: HandlerContext },
): Promise<unknown> {
  const handler: Handlers[C] = handlers[capability];
  return handler(parseRequest(capability, payload), context);
}

function isEngineCapability(name: string, handlers: Handlers): name is EngineCapability {
  return Object.hasOwn(handlers, name);
}

function unknownHere(capability: string): ExpectedError {
  return new ExpectedError({ code: 'request/invalid', capability, issues: ['is not answered by the engine'] });
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

/** An expected failure as a Reply; anything else is thrown on. */
async function refusal(error: unknown): Promise<Reply<never>> {
  if (error instanceof ExpectedError) return { ok: false, problem: error.problem };
  throw error;
}

function following(chunks: Iterator<Uint8Array>): Uint8Array | null {
  const result = chunks.next();
  return result.done ? null : result.value;
}

/** Passes progress on where the stage changes or half a percent was gained. */
function thinned(send: (progress: Progress) => void): (progress: Progress) => void {
  let last: Progress = { stage: '', progressFraction: 0 };
  return (progress) => {
    const gained = progress.progressFraction - last.progressFraction;
    if (progress.stage === last.stage && Math.abs(gained) < 0.005 && progress.progressFraction < 1) return;
    last = progress;
    send(progress);
  };
}

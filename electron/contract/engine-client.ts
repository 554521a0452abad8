import { ExpectedError } from '../core/base/expected-error.ts';
import type { CallOptions } from './api.ts';
import type { FromEngine, ToEngine } from './envelope.ts';
import { createInbox, type Inbox } from './inbox.ts';
import type { EngineConnection } from './port.ts';
import type { Capability } from './requests.ts';
import type { Reply } from './reply.ts';

/** A failure of the program itself, reported by the engine process; not an expected failure. */
export class EngineBug extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'EngineBug';
  }
}

/** The engine process as its host sees it; started on first use, and again on the next use after it has died. */
export interface EngineClient {
  /** @throws EngineBug when the engine fails in an unexpected way */
  call(capability: Capability, payload: unknown, options?: CallOptions): Promise<Reply<unknown>>;
  /**
   * The voxels behind a one-time ticket. Leaving the loop early stops the engine's sending.
   *
   * @throws ExpectedError 'handle/expired' for a spent ticket, 'engine/stopped' when the process dies
   */
  readVoxels(token: string): AsyncGenerator<Uint8Array, void, undefined>;
  /** Ends the engine process; open calls are answered with 'engine/stopped'. */
  close(): void;
}

type Answer = Exclude<FromEngine, { kind: 'ready' }>;

/** What `createEngineClient` needs from its host. */
export interface EngineClientOptions {
  readonly start: () => EngineConnection;
  /** Told about failures that belong to no call. */
  readonly onBug: (message: string) => void;
}

/** The host's side of the protocol in envelope.ts, the same for every host. */
export function createEngineClient({ start, onBug }: EngineClientOptions): EngineClient {
  const open = new Map<string, Inbox<Answer>>();
  let connection: EngineConnection | null = null;
  let count = 0;

  const receive = (message: Answer): void => {
    if (message.kind === 'bug' && message.id === null) onBug(message.message);
    else if (message.id !== null) open.get(message.id)?.push(message);
  };
  const connect = (): EngineConnection => {
    if (connection) return connection;
    const started = start();
    connection = started;
    started.onMessage((message) => {
      const fromEngine = message as FromEngine;
      if (fromEngine.kind !== 'ready') receive(fromEngine);
    });
    started.onExit((exit) => {
      if (connection !== started) return;
      connection = null;
      const reply: Reply<never> = { ok: false, problem: { code: 'engine/stopped', exit } };
      for (const [id, inbox] of [...open]) inbox.push({ kind: 'reply', id, reply });
    });
    return started;
  };
  const post = (message: ToEngine): void => connect().postMessage(message);
  const begin = (): { id: string; inbox: Inbox<Answer> } => {
    const id = `${++count}`;
    const inbox = createInbox<Answer>();
    open.set(id, inbox);
    return { id, inbox };
  };

  return {
    async call(capability, payload, options = {}) {
      if (options.signal?.aborted) return { ok: false, problem: { code: 'job/cancelled' } };
      const { id, inbox } = begin();
      const cancel = (): void => connection?.postMessage({ kind: 'cancel', id } satisfies ToEngine);
      options.signal?.addEventListener('abort', cancel);
      try {
        post({ kind: 'call', id, capability, payload });
        return await lastMessage(inbox, options);
      } finally {
        options.signal?.removeEventListener('abort', cancel);
        open.delete(id);
      }
    },
    async *readVoxels(token) {
      const { id, inbox } = begin();
      let finished = false;
      try {
        post({ kind: 'read-voxels', id, token });
        while (!finished) {
          const message = await inbox.next();
          finished = message.kind !== 'voxels' || message.last;
          yield chunkOf(message);
          if (!finished) connection?.postMessage({ kind: 'more-voxels', id } satisfies ToEngine);
        }
      } finally {
        open.delete(id);
        if (!finished) connection?.postMessage({ kind: 'cancel', id } satisfies ToEngine);
      }
    },
    close: () => connection?.close(),
  };
}

async function lastMessage(inbox: Inbox<Answer>, options: CallOptions): Promise<Reply<unknown>> {
  for (;;) {
    const message = await inbox.next();
    if (message.kind === 'reply') return message.reply;
    if (message.kind === 'bug') throw new EngineBug(message.message);
    if (message.kind === 'progress') options.onProgress?.(message.progress);
  }
}

function chunkOf(message: Answer): Uint8Array {
  if (message.kind === 'voxels') return message.chunk;
  if (message.kind === 'reply' && !message.reply.ok) throw new ExpectedError(message.reply.problem);
  throw new EngineBug(message.kind === 'bug' ? message.message : `unexpected ${message.kind} while reading voxels`);
}

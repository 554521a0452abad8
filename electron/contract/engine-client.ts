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

/** The engine process as its host sees it; started on first use, and again on the next use after it has died or was closed. */
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
export function createEngineClient(options: EngineClientOptions): EngineClient {
  const line = openLine(options);
  return {
    async call(capability, payload, callOptions = {}) {
      const { signal } = callOptions;
      if (signal?.aborted) return { ok: false, problem: { code: 'job/cancelled' } };
      const { id, inbox } = line.begin();
      const cancel = (): void => line.postIfRunning({ kind: 'cancel', id });
      signal?.addEventListener('abort', cancel);
      try {
        line.post({ kind: 'call', id, capability, payload });
        return await lastMessage(inbox, callOptions);
      } finally {
        signal?.removeEventListener('abort', cancel);
        line.end(id);
      }
    },
    async *readVoxels(token) {
      const { id, inbox } = line.begin();
      let finished = false;
      try {
        line.post({ kind: 'read-voxels', id, token });
        while (!finished) {
          const message = await inbox.next();
          finished = message.kind !== 'voxels' || message.last;
          yield chunkOf(message);
          if (!finished) line.postIfRunning({ kind: 'more-voxels', id });
        }
      } finally {
        if (!finished) line.postIfRunning({ kind: 'cancel', id });
        line.end(id);
      }
    },
    close: () => line.close(),
  };
}

/** Many conversations over one connection, which is opened when somebody speaks. */
interface Line {
  begin(): { id: string; inbox: Inbox<Answer> };
  end(id: string): void;
  /** Starts the engine where it does not run. */
  post(message: ToEngine): void;
  /** Goes to the process that the conversation began with, and nowhere when that one has ended. */
  postIfRunning(message: ToEngine): void;
  close(): void;
}

interface Conversation {
  readonly inbox: Inbox<Answer>;
  /** Null before the first message and after the process has ended. */
  connection: EngineConnection | null;
}

function openLine({ start, onBug }: EngineClientOptions): Line {
  const open = new Map<string, Conversation>();
  let connection: EngineConnection | null = null;
  let count = 0;

  const receive = (message: FromEngine): void => {
    if (message.kind === 'ready') return;
    if (message.kind === 'bug' && message.id === null) onBug(message.message);
    else if (message.id !== null) open.get(message.id)?.inbox.push(message);
  };
  const connect = (): EngineConnection => {
    const started = start();
    started.onMessage((message) => receive(message as FromEngine));
    started.onExit((exit) => {
      if (connection === started) connection = null;
      const reply: Reply<never> = { ok: false, problem: { code: 'engine/stopped', exit } };
      for (const [id, conversation] of [...open]) {
        if (conversation.connection !== started) continue;
        conversation.connection = null;
        conversation.inbox.push({ kind: 'reply', id, reply });
      }
    });
    return started;
  };

  return {
    begin() {
      const id = `${++count}`;
      const inbox = createInbox<Answer>();
      open.set(id, { inbox, connection: null });
      return { id, inbox };
    },
    end: (id) => void open.delete(id),
    post(message) {
      connection ??= connect();
      const conversation = open.get(message.id);
      if (conversation) conversation.connection = connection;
      connection.postMessage(message);
    },
    postIfRunning: (message) => open.get(message.id)?.connection?.postMessage(message),
    close() {
      const closing = connection;
      // At once, not when it has ended: a later call must not go to a process that no longer listens.
      connection = null;
      closing?.close();
    },
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

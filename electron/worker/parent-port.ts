/** The part of Electron's MessagePortMain that the engine uses; declared here because `electron` belongs to main. */
export interface MessagePortLike {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: MessageEventLike) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  start(): void;
}

/** A message with the ports that came along. */
export interface MessageEventLike {
  readonly data: unknown;
  readonly ports: readonly MessagePortLike[];
}

/** The port to main inside an Electron utility process. */
export type ParentPort = Omit<MessagePortLike, 'start'>;

/** The port to main, or null where this process was started by `child_process.fork`. */
export function parentPort(): ParentPort | null {
  return (process as { parentPort?: ParentPort | null }).parentPort ?? null;
}

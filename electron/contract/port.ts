/** One end of a message channel between two processes; messages are copied, in order. */
export interface Port {
  postMessage(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
}

/** The host's end of the channel to a started engine process. */
export interface EngineConnection extends Port {
  /** Called once when the process has ended by itself or was closed; `exit` says how, in words. */
  onExit(listener: (exit: string) => void): void;
  /** Asks the process to end: it stops its jobs, removes what they had begun and exits. */
  close(): void;
}

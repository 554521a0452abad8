/** A process of our own, seen from the process that started it. */
export interface ChildLike {
  /** Sends one message, structured-cloned. */
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called once, with the exit code or signal in words, when the process is gone. */
  onExit(listener: (exit: string) => void): void;
  /** Ends the process at once, whatever it is doing. */
  end(): void;
}

/** Starts processes; a port, because each host has its own way (child_process in serve and cli, utilityProcess in Electron). */
export interface ProcessStarter {
  /** @param module file URL of the module to run in the new process */
  start(module: URL): ChildLike;
}

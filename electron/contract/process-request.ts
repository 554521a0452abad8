/**
 * What the engine asks of Electron's main process, because it cannot start processes by itself there (the RunAsNode
 * fuse is off). The answer to `start-process` carries the engine's end of a message channel to the new process.
 */
export type ProcessRequest =
  | { readonly kind: 'start-process'; readonly processId: string; readonly module: string }
  | { readonly kind: 'end-process'; readonly processId: string };

/** What main answers. */
export type ProcessEvent =
  | { readonly kind: 'process-started'; readonly processId: string }
  | { readonly kind: 'process-ended'; readonly processId: string; readonly exit: string };

import type { Progress } from './api.ts';
import type { Reply } from './reply.ts';

/**
 * What a host tells the window about one call: any number of `progress`, then exactly one `reply` or `bug`.
 * The browser host sends one JSON document per line; Electron's preload passes the same objects.
 */
export type CallEvent = { readonly kind: 'progress'; readonly progress: Progress } | CallOutcome;

/** How a call ended. `bug` is a failure of the program, not of the input; its message holds no patient data. */
export type CallOutcome =
  { readonly kind: 'reply'; readonly reply: Reply<unknown> } | { readonly kind: 'bug'; readonly message: string };

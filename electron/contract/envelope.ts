import type { Progress } from './api.ts';
import type { Reply } from './reply.ts';

/** What a host sends to the engine process. `payload` is parsed by the capability's schema on arrival. */
export type ToEngine =
  | { readonly kind: 'call'; readonly id: string; readonly capability: string; readonly payload: unknown }
  | { readonly kind: 'cancel'; readonly id: string }
  | { readonly kind: 'read-voxels'; readonly id: string; readonly token: string }
  /** One chunk of voxels was used up: another may follow, so that a slow reader never fills the memory. */
  | { readonly kind: 'more-voxels'; readonly id: string };

/** Chunks of voxels that may be under way at once. */
export const voxelChunksAhead = 4;

/** What the engine process sends back. Voxels come in chunks, so that no large array is copied at once. */
export type FromEngine =
  | { readonly kind: 'ready' }
  | { readonly kind: 'progress'; readonly id: string; readonly progress: Progress }
  | { readonly kind: 'reply'; readonly id: string; readonly reply: Reply<unknown> }
  | { readonly kind: 'voxels'; readonly id: string; readonly chunk: Uint8Array; readonly last: boolean }
  | { readonly kind: 'bug'; readonly id: string | null; readonly message: string };

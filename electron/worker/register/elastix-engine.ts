import type { RigidEngine } from '../../core/register/rigid-engine.ts';

/** Where the alignment process starts from; injected by tests. */
export interface ElastixEngineOptions {
  /** Largest time for one alignment. */
  readonly timeoutMs?: number;
}

/**
 * Rigid registration by elastix (WebAssembly) in a worker thread of its own, so that cancelling stops it at once.
 */
export function elastixEngine(options: ElastixEngineOptions = {}): RigidEngine {
  throw new Error(`not built yet: ${options.timeoutMs}`);
}

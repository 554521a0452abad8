import { throwIfCancelled } from '../../core/base/expected-error.ts';

/** Lets waiting messages in, so that a cancel is heard between two pieces of long work. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/**
 * Lets waiting messages in and stops when one of them was a cancel.
 *
 * @throws ExpectedError 'job/cancelled'
 */
export async function breatheOrStop(signal: AbortSignal): Promise<void> {
  await breathe();
  throwIfCancelled(signal);
}

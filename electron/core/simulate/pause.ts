import { throwIfCancelled } from '../base/expected-error.ts';
import type { ForecastOptions } from './forecast-types.ts';

/** What long work needs to stay cancellable. */
export type Pauses = Pick<ForecastOptions, 'signal' | 'breathe'>;

/**
 * Lets the host answer messages, then stops if the caller has cancelled.
 *
 * @throws ExpectedError 'job/cancelled'
 */
export async function pause(pauses: Pauses): Promise<void> {
  await pauses.breathe?.();
  throwIfCancelled(pauses.signal);
}

import { totalmem } from 'node:os';
import { ExpectedError } from '../../core/base/expected-error.ts';

/** Part of the machine's memory that one volume may take. */
const memoryShare = 0.5;

/**
 * Refuses what would not fit, before any memory is asked for.
 *
 * @throws ExpectedError 'series/too-large'
 */
export function refuseTooLarge(neededBytes: number): void {
  const budgetBytes = Math.floor(memoryShare * totalmem());
  if (neededBytes > budgetBytes) throw new ExpectedError({ code: 'series/too-large', neededBytes, budgetBytes });
}

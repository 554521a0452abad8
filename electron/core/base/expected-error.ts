import type { Problem } from './problem.ts';
import type { AbortSignalLike } from './signal.ts';

/** Carries a Problem through call stacks inside one process; hosts turn it into a Reply. Anything else thrown is a bug. */
export class ExpectedError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.code);
    this.name = 'ExpectedError';
    this.problem = problem;
  }
}

/**
 * Stops work that its caller no longer wants.
 *
 * @throws ExpectedError 'job/cancelled' when the signal is aborted
 */
export function throwIfCancelled(signal: AbortSignalLike | undefined): void {
  if (signal?.aborted) throw new ExpectedError({ code: 'job/cancelled' });
}

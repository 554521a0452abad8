import type { problemWords } from '../contract/problem-words.ts';
import type { Reply } from '../contract/reply.ts';

/** An expected failure, as the contract names it. */
export type Problem = Parameters<typeof problemWords>[0];

/** Carries a Problem out of a command. */
export class Refusal extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.code);
    this.name = 'Refusal';
    this.problem = problem;
  }
}

/** Carries a mistake in the arguments out of a command. */
export class BadUsage extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BadUsage';
  }
}

/** Ends a command that Ctrl+C cut short after it had said, and written, what it has. */
export class StoppedEarly extends Error {
  constructor() {
    super('stopped early');
    this.name = 'StoppedEarly';
  }
}

/**
 * The value of a Reply.
 *
 * @throws Refusal with the Problem where there is none
 */
export function accepted<T>(reply: Reply<T>): T {
  if (!reply.ok) throw new Refusal(reply.problem);
  return reply.value;
}

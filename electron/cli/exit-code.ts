import type { Problem } from './refusal.ts';

/** What a program that starts `longview` can rely on. */
export const exitCodes = { done: 0, bug: 1, badUsage: 2, refused: 3, cancelled: 130 } as const;

/** The exit code for an expected failure. */
export function exitCodeOf(problem: Problem): number {
  if (problem.code === 'job/cancelled') return exitCodes.cancelled;
  if (problem.code === 'request/invalid') return exitCodes.badUsage;
  if (problem.code === 'engine/stopped') return exitCodes.bug;
  return exitCodes.refused;
}

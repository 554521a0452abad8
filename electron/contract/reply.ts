import type { Problem } from '../core/base/problem.ts';

/** Outcome of a call that may fail in an expected way: failures travel as values because Electron keeps only an error's message. */
export type Reply<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem };

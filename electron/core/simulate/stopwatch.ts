/** Measures pieces of work with a clock that somebody else provides. */
export interface Stopwatch {
  /** Ends a piece of work and begins the next; a piece that comes again adds up. */
  readonly lap: (name: string) => void;
  /** Milliseconds by piece; empty without a clock. */
  readonly lapsMs: Readonly<Record<string, number>>;
}

/**
 * Starts measuring.
 *
 * @param clockMs milliseconds of any steady clock; without it nothing is measured
 */
export function stopwatch(clockMs: (() => number) | undefined): Stopwatch {
  const lapsMs: Record<string, number> = {};
  let lastMs = clockMs?.() ?? 0;
  const lap = (name: string): void => {
    if (clockMs === undefined) return;
    const now = clockMs();
    lapsMs[name] = (lapsMs[name] ?? 0) + now - lastMs;
    lastMs = now;
  };
  return { lap, lapsMs };
}

/** Milliseconds by stage; a stage that is entered several times adds up. */
export interface Stopwatch {
  /** Ends the piece of work that began with the last lap. */
  readonly lap: (stage: string) => void;
  readonly timingsMs: () => Record<string, number>;
}

/** A running stopwatch. */
export function stopwatch(): Stopwatch {
  const timings: Record<string, number> = {};
  const started = performance.now();
  let last = started;
  return {
    lap: (stage) => {
      const now = performance.now();
      timings[stage] = (timings[stage] ?? 0) + now - last;
      last = now;
    },
    timingsMs: () => ({ ...timings, total: performance.now() - started }),
  };
}

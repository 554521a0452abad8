/** Where a command writes: results to `out`, everything else to `note`. */
export interface Terminal {
  out(text: string): void;
  note(text: string): void;
  /** Stream for a progress bar; null where nobody looks (a pipe, a log file). */
  readonly barStream: NodeJS.WritableStream | null;
}

/** The terminal of this process. */
export function processTerminal(): Terminal {
  return {
    out: (text) => void process.stdout.write(`${text}\n`),
    note: (text) => void process.stderr.write(`${text}\n`),
    barStream: process.stderr.isTTY ? process.stderr : null,
  };
}

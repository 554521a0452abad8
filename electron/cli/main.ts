import { forkEngine } from '../serve/engine-process.ts';
import { findProgram } from '../serve/program.ts';
import { exitCodes } from './exit-code.ts';
import { run } from './run.ts';
import { processTerminal } from './terminal.ts';

const program = findProgram();
const listeners = new Set<() => void>();
let interrupts = 0;

/** The first Ctrl+C stops in good order, the second one at once. */
const interrupt = (): void => {
  interrupts += 1;
  if (interrupts > 1) process.exit(exitCodes.cancelled);
  for (const listener of listeners) listener();
};
process.on('SIGINT', interrupt);
process.on('SIGTERM', interrupt);

process.exitCode = await run(process.argv.slice(2), {
  terminal: processTerminal(),
  version: program.version,
  startEngine: () => forkEngine(program),
  onInterrupt: (listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
});

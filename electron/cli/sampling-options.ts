import type { Command } from 'commander';
import { wholeNumber } from './parse-options.ts';

/** Options that say how the futures are drawn, as commander parsed them. */
export interface SamplingOptions {
  readonly samples: number;
  readonly seed: number;
}

/** Adds the options that say how many futures are drawn and from which seed. */
export function addSamplingOptions(command: Command): Command {
  return command
    .option('--samples <n>', 'futures to sample', wholeNumber(1, 200), 20)
    .option('--seed <n>', 'seed of the random draws', wholeNumber(0, 4294967295), 1);
}

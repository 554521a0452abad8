import { CommanderError } from 'commander';
import { problemWords } from '../contract/problem-words.ts';
import { commands } from './commands.ts';
import { exitCodeOf, exitCodes } from './exit-code.ts';
import { BadUsage, Refusal, StoppedEarly } from './refusal.ts';
import type { CliHost } from './session.ts';
import type { Terminal } from './terminal.ts';

/**
 * Runs one command line.
 *
 * @param args without the names of node and of the script
 * @returns exit code: 0 done, 1 bug, 2 bad usage, 3 refused input, 130 stopped by Ctrl+C
 */
export async function run(args: readonly string[], host: CliHost): Promise<number> {
  try {
    await commands(host).parseAsync([...args], { from: 'user' });
    return exitCodes.done;
  } catch (error) {
    return explain(error, host.terminal, args.includes('--json'));
  }
}

function explain(error: unknown, terminal: Terminal, json: boolean): number {
  // Help and version arrive as errors with exit code 0; commander has printed everything already.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.badUsage;
  if (error instanceof BadUsage) {
    terminal.note(`error: ${error.message}`);
    return exitCodes.badUsage;
  }
  if (error instanceof StoppedEarly) return exitCodes.cancelled;
  if (error instanceof Refusal) {
    const { title, whatToDo } = problemWords(error.problem);
    if (json) terminal.out(JSON.stringify({ problem: error.problem, title, whatToDo }));
    else terminal.note(`${title}\n${whatToDo}\n[${error.problem.code}]`);
    return exitCodeOf(error.problem);
  }
  // The engine has logged the stack already.
  const [message = ''] = (error instanceof Error ? error.message : 'unknown failure').split('\n');
  if (json) terminal.out(JSON.stringify({ bug: message }));
  terminal.note(`This is a bug in Longview, not in your data: ${message}`);
  return exitCodes.bug;
}

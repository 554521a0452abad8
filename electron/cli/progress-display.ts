import cliProgress from 'cli-progress';
import type { Progress } from '../contract/api.ts';
import type { Terminal } from './terminal.ts';

/** Shows how far a call has come. */
export interface ProgressDisplay {
  readonly show: (progress: Progress) => void;
  /** Clears the bar, so that the result starts on a line of its own. */
  stop(): void;
}

/** A bar on a terminal, one line for each stage elsewhere, nothing where `quiet`. */
export function progressDisplay(terminal: Terminal, quiet: boolean): ProgressDisplay {
  if (quiet) return { show: () => undefined, stop: () => undefined };
  return terminal.barStream ? bar(terminal.barStream) : lines(terminal);
}

function bar(stream: NodeJS.WritableStream): ProgressDisplay {
  const shown = new cliProgress.SingleBar(
    { format: '{stage} [{bar}] {percentage} %', stream, hideCursor: true, clearOnComplete: true, barsize: 32 },
    cliProgress.Presets.legacy,
  );
  let started = false;
  return {
    show: ({ stage, progressFraction }) => {
      const payload = { stage: stage.padEnd(9) };
      if (!started) shown.start(100, 0, payload);
      started = true;
      shown.update(Math.round(progressFraction * 100), payload);
    },
    stop: () => {
      if (started) shown.stop();
      started = false;
    },
  };
}

function lines(terminal: Terminal): ProgressDisplay {
  let last = '';
  return {
    show: ({ stage }) => {
      if (stage !== last) terminal.note(`${stage} ...`);
      last = stage;
    },
    stop: () => undefined,
  };
}

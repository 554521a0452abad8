import { fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { ChildLike, ProcessStarter } from './process-starter.ts';

/** Starts processes with `child_process.fork`; for the browser host, the terminal host and tests. */
export const forkStarter: ProcessStarter = {
  start(module: URL): ChildLike {
    const child = fork(fileURLToPath(module), [], { serialization: 'advanced', execArgv: loaderArguments(module) });
    return {
      send: (message) => void child.send(message as object, () => undefined),
      onMessage: (listener) => void child.on('message', listener),
      onExit: (listener) => {
        child.once('exit', (code, signal) => listener(signal ?? `exit code ${code}`));
        child.once('error', (error) => listener(error.message));
      },
      end: () => void child.kill('SIGKILL'),
    };
  },
};

/** Sources run through the loader that tests and benchmarks use; the built program needs none. */
function loaderArguments(module: URL): string[] {
  if (!module.pathname.endsWith('.ts')) return [];
  const loader = createRequire(import.meta.url).resolve('tsx');
  return ['--import', pathToFileURL(loader).href];
}

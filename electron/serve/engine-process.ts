import { fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { EngineConnection } from '../contract/port.ts';
import type { Program } from './program.ts';

const graceMs = 8000;

/** Starts the engine as a child process; it ends when this process does. */
export function forkEngine(program: Program, module: URL = engineModule()): EngineConnection {
  const child = fork(fileURLToPath(module), [program.root, program.version], {
    serialization: 'advanced',
    execArgv: loaderArguments(module),
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    // A process group of its own: Ctrl+C in the terminal is the host's to answer, and must not reach the engine's children.
    detached: process.platform !== 'win32',
  });
  return {
    postMessage: (message) => void (child.connected && child.send(message as object, () => undefined)),
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => {
      child.once('exit', (code, signal) => listener(signal ?? `exit code ${code}`));
      child.once('error', (error) => listener(error.name));
    },
    close: () => {
      if (child.connected) child.disconnect();
      setTimeout(() => child.kill('SIGKILL'), graceMs).unref();
    },
  };
}

function engineModule(): URL {
  return new URL(import.meta.url.endsWith('.ts') ? '../worker/start.ts' : '../worker/start.js', import.meta.url);
}

/** Sources run through the loader that tests use; the built program needs none. */
function loaderArguments(module: URL): string[] {
  if (!module.pathname.endsWith('.ts')) return [];
  return ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href];
}

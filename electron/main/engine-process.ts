import { utilityProcess } from 'electron';
import { fileURLToPath } from 'node:url';
import type { EngineConnection } from '../contract/port.ts';
import { brokerProcesses } from './process-broker.ts';

const workerFolder = new URL('../worker/', import.meta.url);

/** Starts the engine as a utility process, and for it the processes that it asks for. */
export function startEngineProcess(packageRoot: string, version: string): EngineConnection {
  const name = import.meta.url.endsWith('.ts') ? 'start.ts' : 'start.js';
  const module = fileURLToPath(new URL(name, workerFolder));
  const engine = utilityProcess.fork(module, [packageRoot, version], {
    serviceName: 'Longview engine',
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const broker = brokerProcesses(engine, fileURLToPath(workerFolder));
  engine.once('exit', () => broker.close());
  return {
    postMessage: (message) => engine.postMessage(message),
    onMessage: (listener) => void engine.on('message', listener),
    onExit: (listener) => void engine.once('exit', (code) => listener(`exit code ${code}`)),
    close: () => void engine.kill(),
  };
}

import { MessageChannelMain, utilityProcess, type UtilityProcess } from 'electron';
import { join } from 'node:path';
import type { ProcessEvent, ProcessRequest } from '../contract/process-request.ts';

/** The processes that were started for the engine. */
export interface ProcessBroker {
  /** Ends them all. */
  close(): void;
}

/**
 * Starts processes for the engine, which cannot do so itself in Electron, and joins each to it by a channel of its own,
 * so that tensors do not pass through main.
 *
 * @param workerFolder the only folder whose modules are started
 */
export function brokerProcesses(engine: UtilityProcess, workerFolder: string): ProcessBroker {
  const children = new Map<string, UtilityProcess>();
  const tell = (event: ProcessEvent, ports: Electron.MessagePortMain[] = []): void => engine.postMessage(event, ports);

  const start = (processId: string, module: string): void => {
    if (!isOwnModule(module)) return tell({ kind: 'process-ended', processId, exit: 'refused: not a module of ours' });
    const child = utilityProcess.fork(join(workerFolder, module), [], {
      serviceName: `Longview ${module}`,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    children.set(processId, child);
    child.once('exit', (code) => {
      children.delete(processId);
      tell({ kind: 'process-ended', processId, exit: `exit code ${code}` });
    });
    const { port1, port2 } = new MessageChannelMain();
    child.postMessage({ kind: 'join' }, [port1]);
    tell({ kind: 'process-started', processId }, [port2]);
  };

  engine.on('message', (message: ProcessRequest) => {
    if (message.kind === 'start-process') start(message.processId, message.module);
    if (message.kind === 'end-process') endAtOnce(children.get(message.processId));
  });
  return { close: () => children.forEach(endAtOnce) };
}

/** A plain name below the engine's folder: no climbing, no absolute path. */
function isOwnModule(module: unknown): boolean {
  return typeof module === 'string' && /^(?:[a-z][a-z-]*\/)*[a-z][a-z-]*\.(?:js|ts)$/.test(module);
}

// Inference is one long native call that answers no polite signal: cancelling must not wait for it.
function endAtOnce(child: UtilityProcess | undefined): void {
  if (child?.pid === undefined) child?.kill();
  else process.kill(child.pid, 'SIGKILL');
}

import { fileURLToPath } from 'node:url';
import { relative, sep } from 'node:path';
import type { ProcessEvent, ProcessRequest } from '../contract/process-request.ts';
import { createInbox } from '../contract/inbox.ts';
import type { MessagePortLike, ParentPort } from './parent-port.ts';
import type { ChildLike, ProcessStarter } from './process-starter.ts';

const workerFolder = fileURLToPath(new URL('.', import.meta.url));

interface Waiting {
  readonly joined: (port: MessagePortLike) => void;
  readonly ended: (exit: string) => void;
}

/** Starts processes from inside the engine under Electron: main forks them and hands over one end of a channel. */
export function createElectronStarter(toMain: ParentPort): ProcessStarter {
  const children = new Map<string, Waiting>();
  let count = 0;
  const ask = (request: ProcessRequest): void => toMain.postMessage(request);

  toMain.on('message', ({ data, ports }) => {
    const event = data as ProcessEvent;
    const child = children.get(event.processId);
    if (event.kind === 'process-started' && ports[0]) child?.joined(ports[0]);
    if (event.kind === 'process-ended') {
      children.delete(event.processId);
      child?.ended(event.exit);
    }
  });

  return {
    start(module) {
      const processId = `${++count}`;
      const { child, waiting } = createChild(() => ask({ kind: 'end-process', processId }));
      children.set(processId, waiting);
      ask({ kind: 'start-process', processId, module: nameOf(module) });
      return child;
    },
  };
}

/** Main starts only modules of the engine's own folder, named relative to it. */
function nameOf(module: URL): string {
  return relative(workerFolder, fileURLToPath(module)).split(sep).join('/');
}

function createChild(end: () => void): { child: ChildLike; waiting: Waiting } {
  const exits = createInbox<string>();
  let join: (port: MessagePortLike) => void = () => undefined;
  const port = new Promise<MessagePortLike>((resolve) => (join = resolve));
  return {
    child: {
      send: (message) => void port.then((joined) => joined.postMessage(message)),
      onMessage: (listener) =>
        void port.then((joined) => {
          joined.on('message', ({ data }) => listener(data));
          joined.start();
        }),
      onExit: (listener) => void exits.next().then(listener),
      end,
    },
    waiting: { joined: (joined) => join(joined), ended: (exit) => exits.push(exit) },
  };
}

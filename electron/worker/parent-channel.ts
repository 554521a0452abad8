import type { Port } from '../contract/port.ts';
import { parentPort, type MessagePortLike } from './parent-port.ts';

/** The way back to the process that started this one. */
export interface ParentChannel extends Port {
  /** Called once when the other side is gone. */
  onClose(listener: () => void): void;
}

/** The engine's channel to its host: Electron's main process, or the process that forked it. */
export function openHostChannel(): ParentChannel {
  const port = parentPort();
  if (!port) return forkChannel();
  return {
    postMessage: (message) => port.postMessage(message),
    onMessage: (listener) => void port.on('message', ({ data }) => listener(data)),
    onClose: (listener) => void port.on('close', listener),
  };
}

/**
 * The channel of a process that the engine started (inference) back to the engine. In Electron main joins the ends: the
 * first message of main brings the port, and what is sent before is kept until then.
 */
export function openEngineChannel(): ParentChannel {
  const port = parentPort();
  if (!port) return forkChannel();
  const joined = new Promise<MessagePortLike>((resolve) => {
    port.on('message', ({ ports }) => {
      if (ports[0]) resolve(ports[0]);
    });
  });
  return {
    postMessage: (message) => void joined.then((channel) => channel.postMessage(message)),
    onMessage: (listener) =>
      void joined.then((channel) => {
        channel.on('message', ({ data }) => listener(data));
        channel.start();
      }),
    onClose: (listener) => void joined.then((channel) => channel.on('close', listener)),
  };
}

function forkChannel(): ParentChannel {
  return {
    postMessage: (message) => {
      if (process.connected) process.send?.(message);
    },
    onMessage: (listener) => void process.on('message', listener),
    onClose: (listener) => void process.once('disconnect', listener),
  };
}

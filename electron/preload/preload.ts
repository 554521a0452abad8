import { contextBridge, ipcRenderer } from 'electron';
import type { Progress } from '../contract/api.ts';
import type { CallOutcome } from '../contract/call-event.ts';
import { windowBridgeName, windowChannels, type WindowBridge } from '../contract/window-bridge.ts';

/** Publishes the Api to the window, nothing else: no channel name and no event object of Electron gets through. */
const listeners = new Map<string, (progress: Progress) => void>();

ipcRenderer.on(windowChannels.progress, (_event, id: string, progress: Progress) => listeners.get(id)?.(progress));

const bridge: WindowBridge = {
  async call(id, capability, request, onProgress) {
    listeners.set(id, onProgress);
    try {
      return (await ipcRenderer.invoke(windowChannels.call, { id, capability, request })) as CallOutcome;
    } finally {
      listeners.delete(id);
    }
  },
  cancel(id) {
    ipcRenderer.send(windowChannels.cancel, id);
  },
};

contextBridge.exposeInMainWorld(windowBridgeName, bridge);

import { ipcMain, type IpcMainEvent, type IpcMainInvokeEvent } from 'electron';
import { isAppAddress } from '../contract/app-address.ts';
import { windowChannels } from '../contract/window-bridge.ts';
import type { Caller, WindowCalls } from './window-calls.ts';

/** The only place that listens to windows: every message must come from the main frame of our own page. */
export function listenToWindows(calls: WindowCalls): void {
  ipcMain.handle(windowChannels.call, (event, message: unknown) => {
    if (!isOwnFrame(event)) throw new Error('This frame may not call Longview.');
    return calls.call(callerOf(event), message);
  });
  ipcMain.on(windowChannels.cancel, (event, callId: unknown) => {
    if (isOwnFrame(event)) calls.cancel(event.sender.id, callId);
  });
}

function isOwnFrame({ senderFrame, sender }: IpcMainInvokeEvent | IpcMainEvent): boolean {
  return senderFrame !== null && senderFrame === sender.mainFrame && isAppAddress(senderFrame.url);
}

function callerOf({ sender }: IpcMainInvokeEvent): Caller {
  return {
    windowId: sender.id,
    sendProgress: (callId, progress) => {
      if (!sender.isDestroyed()) sender.send(windowChannels.progress, callId, progress);
    },
  };
}

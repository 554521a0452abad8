import type { Progress } from './api.ts';
import type { CallOutcome } from './call-event.ts';

/**
 * What Electron's preload publishes as `window.longview`; absent in the browser host. Signals cannot cross into the
 * window's world, so a call is cancelled by the id that the caller chose for it (unique within the window).
 */
export interface WindowBridge {
  call(
    id: string,
    capability: string,
    request: unknown,
    onProgress: (progress: Progress) => void,
  ): Promise<CallOutcome>;
  cancel(id: string): void;
}

/** Name under which the preload publishes the bridge. */
export const windowBridgeName = 'longview';

/** Names of the messages between the preload and main. */
export const windowChannels = {
  /** Window to main, answered with a CallOutcome. */
  call: 'longview:call',
  /** Window to main: the id of the call to cancel. */
  cancel: 'longview:cancel',
  /** Main to window: id of the call, Progress. */
  progress: 'longview:progress',
} as const;

import type { Api } from '../../electron/contract/api.ts';
import type { Reply } from '../../electron/contract/reply.ts';
import type { VolumeReference } from '../../electron/contract/voxels.ts';
import { createElectronApi } from './electron-api.ts';
import { createHttpApi } from './http-api.ts';
import type { Voxels } from '../viewport/voxels.ts';
import { fetchVoxels } from './fetch-voxels.ts';

/** All that the window knows of the engine; the same in Electron and in the browser host. */
export interface Bridge {
  readonly api: Api;
  /** The voxels of a volume, ready to draw. */
  loadVoxels(reference: VolumeReference): Promise<Reply<Voxels>>;
}

/** Connects to the host that this window runs in: Electron publishes `window.longview`, the browser host does not. */
export function connectBridge(): Bridge {
  const published = globalThis.window.longview;
  return createBridge(published === undefined ? createHttpApi(fetch.bind(globalThis)) : createElectronApi(published));
}

/** A bridge over any Api, with voxels fetched from the page's own origin. */
export function createBridge(api: Api): Bridge {
  return { api, loadVoxels: (reference) => fetchVoxels(api, fetch.bind(globalThis), reference) };
}

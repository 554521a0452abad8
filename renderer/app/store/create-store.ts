import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Bridge } from '../../bridge/bridge.ts';
import { createForecastActions, type ForecastActions } from './forecast-actions.ts';
import { createLibraryActions, type LibraryActions } from './library-actions.ts';
import { createRunner } from './run-call.ts';
import { createPictureActions, type PictureActions } from './picture-actions.ts';
import { initialData, type AppData } from './state.ts';

/** The window's data and what can be done with them. */
export interface AppStore extends StoreApi<AppData> {
  readonly actions: LibraryActions &
    ForecastActions &
    PictureActions & { readonly cancel: () => void; readonly dismiss: () => void };
}

/** The store of one window over one engine. */
export function createAppStore(bridge: Bridge, now: () => number): AppStore {
  const store = createStore<AppData>(() => initialData);
  const runner = createRunner(bridge.api, store, now);
  const pictures = createPictureActions(store);
  const library = createLibraryActions(store, runner);
  const forecast = createForecastActions(store, runner);
  const dismiss = (): void => store.setState({ problem: null, bug: null });
  return { ...store, actions: { ...library, ...forecast, ...pictures, cancel: runner.cancel, dismiss } };
}

import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { LoadVoxels } from '../viewport/pane-controller.ts';
import type { ViewStore } from '../viewport/view-store.ts';
import type { AppStore } from './store/create-store.ts';
import type { AppData } from './store/state.ts';

/** What every screen can reach. */
export interface AppContext {
  readonly store: AppStore;
  readonly views: ViewStore;
  readonly load: LoadVoxels;
}

/** Given by main.tsx. */
export const AppContextHolder = createContext<AppContext | null>(null);

/** The window's store, views and voxels. */
export function useAppContext(): AppContext {
  const context = useContext(AppContextHolder);
  if (!context) throw new Error('a screen was shown outside of the window');
  return context;
}

/** A part of the window's data; the component is drawn again when it changes. */
export function useApp<T>(select: (data: AppData) => T): T {
  return useStore(useAppContext().store, select);
}

/** What can be done. */
export function useActions(): AppStore['actions'] {
  return useAppContext().store.actions;
}

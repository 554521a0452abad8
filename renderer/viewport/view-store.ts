import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Orientation } from './slice-plane.ts';
import { initialView, turnTo, type View } from './view.ts';

/** How all panes look at their volumes. */
export interface ViewState {
  readonly linked: boolean;
  /** The view of every pane while they are linked. */
  readonly shared: View;
  /** The views of single panes while they are not. */
  readonly own: Readonly<Record<string, View>>;
}

/** What the panes and the tool bar do with views. */
export interface ViewStore extends StoreApi<ViewState> {
  readonly viewOf: (pane: string) => View;
  /** Changes the view of one pane, and of every other one while they are linked. */
  readonly change: (pane: string, update: (view: View) => View) => void;
  readonly turn: (orientation: Orientation) => void;
  readonly setLinked: (linked: boolean) => void;
  /** Changes every pane. */
  readonly changeAll: (update: (view: View) => View) => void;
}

/** The views of one window; panes subscribe to it without passing through React, so that scrolling stays fast. */
export function createViewStore(): ViewStore {
  const store = createStore<ViewState>(() => ({ linked: true, shared: initialView, own: {} }));
  const viewOf = (pane: string): View => {
    const { linked, shared, own } = store.getState();
    return linked ? shared : (own[pane] ?? shared);
  };
  const changeAll = (update: (view: View) => View): void => {
    const { shared, own } = store.getState();
    const changed = Object.fromEntries(Object.entries(own).map(([pane, view]) => [pane, update(view)]));
    store.setState({ shared: update(shared), own: changed });
  };
  return {
    ...store,
    viewOf,
    changeAll,
    change: (pane, update) => {
      const { linked, shared, own } = store.getState();
      if (linked) store.setState({ shared: update(shared) });
      else store.setState({ own: { ...own, [pane]: update(viewOf(pane)) } });
    },
    turn: (orientation) => changeAll((view) => turnTo(view, orientation)),
    setLinked: (linked) => store.setState({ linked, own: {} }),
  };
}

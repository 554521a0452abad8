import type { StoreApi } from 'zustand/vanilla';
import type { AppData, PaneRole, PictureChoice } from './state.ts';

/** Choosing what the pictures show. */
export interface PictureActions {
  readonly setPictures: (change: Partial<PictureChoice>) => void;
  /** Shows or hides a visit; at most three are shown, and at least one. */
  readonly toggleDate: (date: string) => void;
  /** Shows or hides a pane of a forecast; the last one stays. */
  readonly togglePane: (role: PaneRole) => void;
}

const mostDates = 3;
const paneOrder: readonly PaneRole[] = ['baseline', 'predicted', 'actual', 'difference'];

/** The actions of the tool bar above the pictures. */
export function createPictureActions(store: StoreApi<AppData>): PictureActions {
  const setPictures = (change: Partial<PictureChoice>): void =>
    store.setState(({ pictures }) => ({ pictures: { ...pictures, ...change } }));
  return {
    setPictures,
    toggleDate: (date) => {
      const { dates } = store.getState().pictures;
      const others = dates.filter((shown) => shown !== date);
      if (others.length < dates.length && others.length === 0) return;
      setPictures({ dates: others.length < dates.length ? others : [...others.slice(1 - mostDates), date].sort() });
    },
    togglePane: (role) => {
      const { panes } = store.getState().pictures;
      const wanted = panes.includes(role) ? panes.filter((shown) => shown !== role) : [...panes, role];
      if (wanted.length > 0) setPictures({ panes: paneOrder.filter((one) => wanted.includes(one)) });
    },
  };
}

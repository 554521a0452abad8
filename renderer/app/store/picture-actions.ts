import type { StoreApi } from 'zustand/vanilla';
import { paneRoles, type PaneRole } from './forecast.ts';
import type { AppData, PictureChoice } from './state.ts';

/** Choosing what the pictures show. */
export interface PictureActions {
  readonly setPictures: (change: Partial<PictureChoice>) => void;
  /** Shows or hides a visit; at most three are shown, and at least one. */
  readonly toggleDate: (date: string) => void;
  /** Shows or hides a pane of a forecast; the last one stays. */
  readonly togglePane: (role: PaneRole) => void;
}

const mostDates = 3;

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
      const { forecast, pictures } = store.getState();
      if (!forecast) return;
      const wasShown = pictures.panes.includes(role);
      const inOrder: readonly PaneRole[] = paneRoles[forecast.kind];
      const panes = inOrder.filter((one) => (one === role ? !wasShown : pictures.panes.includes(one)));
      if (panes.length > 0) setPictures({ panes });
    },
  };
}

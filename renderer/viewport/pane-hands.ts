import type { PaneController } from './pane-controller.ts';
import { panBy, resetView, scrollBy, scrollTo, windowByDrag, zoomBy, zoomByDrag, type View } from './view.ts';
import type { ViewStore } from './view-store.ts';

/** What a drag does, by the button that began it: left window, middle pan, right zoom. */
const dragByButton = ['window', 'pan', 'zoom'] as const;

/** One wheel notch of most mice; trackpads send many small steps that add up to it. */
const wheelNotchPixels = 60;

/** Connects mouse, wheel and keys of one pane to the views; the answer disconnects them. */
export function attachHands(element: HTMLElement, controller: PaneController, views: ViewStore): () => void {
  const change = (update: (view: View) => View): void => views.change(controller.pane, update);
  const scroll = (slices: number): void => {
    const plane = controller.plane();
    if (plane) change((view) => scrollBy(view, plane, slices));
  };
  const stop = new AbortController();
  const on = { signal: stop.signal };
  element.addEventListener('contextmenu', (event) => event.preventDefault(), on);
  element.addEventListener('pointerdown', (event) => startDrag(event, element, controller, change), on);
  attachWheel(element, scroll, change, stop.signal);
  element.addEventListener('keydown', (event) => handleKey(event, controller, scroll, change), on);
  return () => stop.abort();
}

function startDrag(
  start: PointerEvent,
  element: HTMLElement,
  controller: PaneController,
  change: (update: (view: View) => View) => void,
): void {
  const kind = dragByButton[start.button];
  if (!kind) return;
  start.preventDefault();
  element.focus({ preventScroll: true });
  element.setPointerCapture(start.pointerId);
  let [x, y] = [start.clientX, start.clientY];
  const stop = new AbortController();
  const move = (event: PointerEvent): void => {
    const [dx, dy] = [event.clientX - x, event.clientY - y];
    [x, y] = [event.clientX, event.clientY];
    if (kind === 'window') change((view) => windowByDrag(view, [dx, dy]));
    else if (kind === 'pan') change((view) => panBy(view, [dx, dy], controller.mmPerPixel()));
    else change((view) => zoomByDrag(view, dy));
  };
  element.addEventListener('pointermove', move, { signal: stop.signal });
  for (const end of ['pointerup', 'pointercancel', 'lostpointercapture'] as const) {
    element.addEventListener(end, () => stop.abort(), { signal: stop.signal });
  }
}

function attachWheel(
  element: HTMLElement,
  scroll: (slices: number) => void,
  change: (update: (view: View) => View) => void,
  signal: AbortSignal,
): void {
  let rest = 0;
  const onWheel = (event: WheelEvent): void => {
    event.preventDefault();
    const pixels = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? event.deltaY : event.deltaY * wheelNotchPixels;
    if (event.ctrlKey) return change((view) => zoomBy(view, Math.exp(-pixels / 400)));
    rest += pixels;
    const slices = Math.trunc(rest / wheelNotchPixels);
    rest -= slices * wheelNotchPixels;
    if (slices !== 0) scroll(slices);
  };
  element.addEventListener('wheel', onWheel, { passive: false, signal });
}

function handleKey(
  event: KeyboardEvent,
  controller: PaneController,
  scroll: (slices: number) => void,
  change: (update: (view: View) => View) => void,
): void {
  if (event.altKey || event.metaKey || event.ctrlKey) return;
  const plane = controller.plane();
  const action = keys[event.key];
  if (!action || !plane) return;
  event.preventDefault();
  if (typeof action === 'number') scroll(action);
  else change((view) => (action === 'end' ? scrollTo(view, plane, plane.slices - 1) : action(view, plane)));
}

type KeyAction = number | 'end' | ((view: View, plane: NonNullable<ReturnType<PaneController['plane']>>) => View);

const keys: Readonly<Record<string, KeyAction>> = {
  ArrowDown: 1,
  ArrowUp: -1,
  ArrowRight: 1,
  ArrowLeft: -1,
  PageDown: 5,
  PageUp: -5,
  Home: (view, plane) => scrollTo(view, plane, 0),
  End: 'end',
  '+': (view) => zoomBy(view, 1.2),
  '=': (view) => ({ ...view, zoom: 1, panMm: [0, 0] }),
  '-': (view) => zoomBy(view, 1 / 1.2),
  ' ': (view) => resetView(view),
};

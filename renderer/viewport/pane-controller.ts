import type { Reply } from '../../electron/contract/reply.ts';
import type { VolumeReference } from '../../electron/contract/voxels.ts';
import type { Voxels } from './voxels.ts';
import { contentBox, pointOfSliceMm } from './content-box.ts';
import { drawPane } from './draw-pane.ts';
import type { PaneContent } from './pane-content.ts';
import type { PaneMoment } from './pane-moment.ts';
import { PaneView } from './pane-view.ts';
import { resizePanes } from './start-cornerstone.ts';
import { nearestSlice, slicePlane, type SlicePlane } from './slice-plane.ts';
import { fitHalfHeightMm, windowOf } from './view.ts';
import type { ViewStore } from './view-store.ts';

/** Fetches voxels once and remembers them. */
export type LoadVoxels = (reference: VolumeReference) => Promise<Reply<Voxels>>;

/** What a pane works with. */
export interface PaneParts {
  readonly pane: string;
  readonly views: ViewStore;
  readonly load: LoadVoxels;
  /** Called after every picture. */
  readonly onMoment: (moment: PaneMoment) => void;
}

/** One pane: follows the shared view, keeps Cornerstone up to date and draws the overlays after every render. */
export class PaneController {
  /** Name of the pane among the views. */
  readonly pane: string;
  private readonly parts: PaneParts;
  private readonly view: PaneView;
  private readonly unsubscribe: () => void;
  private readonly overlays = new Map<string, Voxels>();
  private readonly sizes = new ResizeObserver(() => this.fit());
  private content: PaneContent | null = null;
  private voxels: Voxels | null = null;
  private framing: Voxels | null = null;
  private moment: PaneMoment | null = null;
  private updating = false;
  private again = false;
  private closed = false;

  constructor(element: HTMLDivElement, parts: PaneParts) {
    this.pane = parts.pane;
    this.parts = parts;
    this.view = new PaneView(`pane-${parts.pane}`, element, () => this.draw());
    this.unsubscribe = parts.views.subscribe(() => this.refresh());
    this.sizes.observe(element);
  }

  /** Shows new content; returns the Problem's reply when its voxels cannot be had. */
  async show(content: PaneContent): Promise<Reply<null>> {
    this.content = content;
    const reply = await this.parts.load(content.image);
    if (this.closed || this.content !== content) return { ok: true, value: null };
    if (!reply.ok) return reply;
    const framing = content.framing === content.image ? reply : await this.parts.load(content.framing);
    if (this.closed || this.content !== content) return { ok: true, value: null };
    if (!framing.ok) return framing;
    [this.voxels, this.framing] = [reply.value, framing.value];
    this.refresh();
    const wanted = [...content.outlines.map(({ mask }) => mask), ...(content.map ? [content.map.volume] : [])];
    await Promise.all(wanted.map((reference) => this.loadOverlay(reference)));
    return { ok: true, value: null };
  }

  /** The cut that this pane shows, for pointer and keys. */
  plane(): SlicePlane | null {
    return this.voxels ? slicePlane(this.voxels.reference.grid, this.parts.views.viewOf(this.pane).orientation) : null;
  }

  mmPerPixel(): number {
    return this.moment?.mmPerPixel ?? 1;
  }

  /** Brings the picture up to date; calls during an update are merged into one more. */
  refresh(): void {
    if (this.closed || !this.voxels || !this.content || this.view.element.clientHeight === 0) return;
    this.again = true;
    if (this.updating) return;
    this.updating = true;
    void this.update().finally(() => (this.updating = false));
  }

  close(): void {
    this.closed = true;
    this.sizes.disconnect();
    this.unsubscribe();
    this.view.close();
  }

  private async update(): Promise<void> {
    while (this.again && !this.closed) {
      this.again = false;
      const [content, voxels, framing] = [this.content, this.voxels, this.framing];
      if (!content || !voxels || !framing) return;
      const view = this.parts.views.viewOf(this.pane);
      const plane = slicePlane(voxels.reference.grid, view.orientation);
      const { index, outside } = nearestSlice(plane, view.depthsMm[view.orientation]);
      await this.view.showSlice(voxels, view.orientation, index, content.colours);
      if (this.closed) return;
      const box = contentBox(framing, plane);
      const halfHeightMm = fitHalfHeightMm(box.sizeMm, this.aspectRatio()) / view.zoom;
      const centre = [box.centreMm[0] + view.panMm[0], box.centreMm[1] + view.panMm[1]] as const;
      this.view.look(pointOfSliceMm(voxels, plane, index, centre), halfHeightMm);
      const window = windowOf(view, content.displayRange, content.colours === 'difference');
      this.view.setWindow(window.lower, window.upper);
      const mmPerPixel = (2 * halfHeightMm) / Math.max(1, this.view.element.clientHeight);
      const [{ overlays }, { zoom }] = [this, view];
      this.moment = { content, voxels, plane, index, outside, window, zoom, mmPerPixel, overlays };
      this.view.render();
    }
  }

  private fit(): void {
    if (this.closed) return;
    resizePanes();
    this.refresh();
  }

  private aspectRatio(): number {
    return this.view.element.clientWidth / Math.max(1, this.view.element.clientHeight);
  }

  private draw(): void {
    const moment = this.moment;
    const surface = this.view.canvas.getContext('2d');
    if (!moment || !surface || this.closed) return;
    const map = this.view.pixelToCanvas(moment.voxels, moment.plane, moment.index);
    drawPane(surface, this.view.canvas, moment, map);
    this.parts.onMoment(moment);
  }

  private async loadOverlay(reference: VolumeReference): Promise<void> {
    if (this.overlays.has(reference.volumeId)) return;
    const reply = await this.parts.load(reference);
    if (!reply.ok || this.closed) return;
    this.overlays.set(reference.volumeId, reply.value);
    this.refresh();
  }
}

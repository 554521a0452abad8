import type { VolumeReference } from '../../electron/contract/voxels.ts';
import type { OutlineStyle } from './overlay/draw-outlines.ts';
import type { PaneMap } from './overlay/map-scale.ts';

/** Everything that one pane shows; plain data. */
export interface PaneContent {
  /** Stable name within the window: the role of a pane of a forecast, or the key of a series. */
  readonly key: string;
  /** What it is, for the label and for screen readers. */
  readonly title: string;
  readonly date: string;
  /** Time from the reference scan, in words; empty for the reference itself. */
  readonly interval: string;
  readonly sequence: string;
  readonly image: VolumeReference;
  /** Volume whose head frames the view; panes that share it show exactly the same place. */
  readonly framing: VolumeReference;
  /** Values that the first window spans: a prediction has the range of the scan that it was made from. */
  readonly displayRange: readonly [number, number];
  readonly colours: 'grey' | 'difference';
  readonly mark: PaneMark;
  readonly outlines: readonly PaneOutline[];
  /** A map over the image; null for none. */
  readonly map: PaneMap | null;
}

/** Whether all that the pane shows is real. A synthetic pane gets the frame that cannot be switched off. */
export interface PaneMark {
  readonly kind: 'acquired' | 'synthetic';
  readonly words: string;
}

/** One region drawn as an outline. */
export interface PaneOutline extends OutlineStyle {
  readonly mask: VolumeReference;
}

import type { PaneContent } from './pane-content.ts';
import type { SlicePlane } from './slice-plane.ts';
import type { Voxels } from './voxels.ts';

/** What a pane shows at this moment, for its overlays. */
export interface PaneMoment {
  readonly content: PaneContent;
  readonly voxels: Voxels;
  readonly plane: SlicePlane;
  readonly index: number;
  readonly outside: boolean;
  readonly window: { readonly lower: number; readonly upper: number };
  readonly zoom: number;
  /** Millimetres of one CSS pixel. */
  readonly mmPerPixel: number;
  /** Masks and maps that have arrived, by volume id. */
  readonly overlays: ReadonlyMap<string, Voxels>;
}

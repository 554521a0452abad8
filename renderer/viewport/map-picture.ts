import { mapPixels } from './overlay/map-pixels.ts';
import { mapScale } from './overlay/map-scale.ts';
import type { PaneMoment } from './pane-moment.ts';
import { sampleSlice } from './sample-slice.ts';
import type { Voxels } from './voxels.ts';

/** The painted map of one slice, and what it was painted from. */
interface Painted {
  readonly from: readonly unknown[];
  readonly picture: OffscreenCanvas;
}

const painted = new WeakMap<Voxels, Painted>();

/**
 * The map of the slice that a pane shows, one pixel of the image a pixel; null where there is none yet. The last picture of
 * every image is kept, so that panning, zooming and windowing sample nothing.
 */
export function mapPicture({ content, voxels, overlays, plane, index }: PaneMoment): OffscreenCanvas | null {
  const { map } = content;
  const volume = map && overlays.get(map.volume.volumeId);
  if (!map || !volume) return null;
  const from = [map, volume, plane.orientation, index];
  const kept = painted.get(voxels);
  if (kept?.from.every((part, k) => part === from[k])) return kept.picture;
  const slice = sampleSlice(volume, voxels.reference.grid, plane, index);
  const picture = new OffscreenCanvas(plane.columns, plane.rows);
  const pixels = mapPixels(slice, mapScale(map));
  picture.getContext('2d')?.putImageData(new ImageData(pixels, plane.columns, plane.rows), 0, 0);
  painted.set(voxels, { from, picture });
  return picture;
}

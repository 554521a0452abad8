import type { Mask, Volume } from '../base/volume.ts';
import { percentile } from '../base/percentile.ts';
import { requireSameGrid } from './require-same-grid.ts';
import { valuesInside } from './values-inside.ts';

/** Straight line from one image's arbitrary units to another's. */
export interface IntensityMap {
  readonly slope: number;
  readonly offset: number;
}

/**
 * A scan in the units of another scan of the same patient: MR units change from day to day, so images are brought together by
 * median and interquartile range of the unchanged tissue before they are compared. CT in Hounsfield units needs no such step.
 *
 * @param unchanged voxels that look the same on both dates, for example the brain without both lesions
 * @returns the moved image and the line that was used; the image itself (slope 1, offset 0) where nothing can be measured
 * @throws RangeError when the images are not on one grid
 */
export function matchIntensity(
  image: Volume,
  reference: Volume,
  unchanged: Mask,
): { volume: Volume; map: IntensityMap } {
  requireSameGrid(image, reference, unchanged);
  const [from, to] = [quartiles(image, unchanged), quartiles(reference, unchanged)];
  const width = from[2] - from[0];
  if (!(width > 0) || !(to[2] > to[0])) return { volume: image, map: { slope: 1, offset: 0 } };
  const slope = (to[2] - to[0]) / width;
  const offset = to[1] - slope * from[1];
  return {
    volume: { grid: image.grid, data: image.data.map((value) => slope * value + offset) },
    map: { slope, offset },
  };
}

/** Intensity range that scores are measured on: 0.5th to 99.5th percentile of the real follow-up inside the brain. */
export function intensityRange(actual: Volume, inside: Mask): number {
  const values = valuesInside(actual, inside);
  return percentile(values, 99.5) - percentile(values, 0.5);
}

function quartiles(volume: Volume, inside: Mask): [number, number, number] {
  const sorted = valuesInside(volume, inside).sort();
  return [percentile(sorted, 25), percentile(sorted, 50), percentile(sorted, 75)];
}

import { foregroundLimit } from './head-foreground.ts';
import type { SegmentationDescription } from './segmentation-description.ts';

/** Brightness of a head's foreground. */
export interface HeadStatistics {
  readonly mean: number;
  readonly deviation: number;
}

/**
 * An image in a network's units: clip((x - mean) / deviation, clip) / divisor, mean and deviation over its foreground.
 *
 * @param values one image on the network's grid
 * @param statistics of its foreground; measured where they are left out
 * @see models/common/head_grid.py `foreground_statistics` and `normalise_head`, the twins
 */
export function normaliseHead(
  values: Float32Array,
  normalisation: SegmentationDescription['normalisation'],
  statistics: HeadStatistics = headStatistics(values, normalisation),
): Float32Array {
  const { mean, deviation } = statistics;
  const { clip, divisor } = normalisation;
  const [low, high] = clip;
  return values.map((value) => {
    const z = (value - mean) / deviation;
    return (z < low ? low : z > high ? high : z) / divisor;
  });
}

/** Mean and standard deviation over the foreground of an image; 0 and 1 where there is none. */
export function headStatistics(
  values: Float32Array,
  { foregroundFraction }: Pick<SegmentationDescription['normalisation'], 'foregroundFraction'>,
): HeadStatistics {
  const limit = foregroundLimit(values, foregroundFraction);
  let [count, sum, squares] = [0, 0, 0];
  for (let v = 0; v < values.length; v++) {
    if (!((values[v] as number) > limit)) continue;
    count++;
    sum += values[v] as number;
  }
  if (count === 0) return { mean: 0, deviation: 1 };
  const mean = sum / count;
  for (let v = 0; v < values.length; v++) {
    if ((values[v] as number) > limit) squares += ((values[v] as number) - mean) ** 2;
  }
  return { mean, deviation: Math.sqrt(squares / count) || 1 };
}

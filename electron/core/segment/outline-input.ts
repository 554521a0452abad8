import { voxelCount, type Grid } from '../base/grid.ts';
import type { NamedTensors } from '../base/tensor.ts';
import { sampleImage } from '../register/sample-image.ts';
import { foregroundLimit } from './head-foreground.ts';
import type { LesionImages, LesionSequence, SegmentationDescription } from './segmentation-description.ts';

/** Kind of image of each channel name. */
const sequenceOf: Readonly<Record<string, LesionSequence>> = { t1: 'T1', t1c: 'T1c', t2: 'T2', flair: 'FLAIR' };

/**
 * What the network is given: `images` [1, channels, D, H, W], normalised and 0 where a kind is missing, and `present`
 * [1, channels], 1 where it is not.
 *
 * @param grid from `placeOnHead`; its voxel order is the tensor's
 */
export function outlineInput(images: LesionImages, grid: Grid, model: SegmentationDescription): NamedTensors {
  const { channels } = model;
  const voxels = voxelCount(grid);
  const values = new Float32Array(channels.length * voxels);
  const present = new Float32Array(channels.length);
  channels.forEach((channel, index) => {
    const sequence = sequenceOf[channel];
    const image = sequence && images[sequence];
    if (!image) return;
    present[index] = 1;
    values.set(normaliseHead(sampleImage(image, grid), model.normalisation), index * voxels);
  });
  const [width, height, depth] = grid.size;
  return {
    images: { shape: [1, channels.length, depth, height, width], data: values },
    present: { shape: [1, channels.length], data: present },
  };
}

/**
 * An image in the network's units: clip((x - mean) / deviation, clip) / divisor, mean and deviation over its foreground.
 *
 * @param values one image on the network's grid
 * @see models/common/head_grid.py `foreground_statistics` and `normalise_head`, the twins
 */
export function normaliseHead(
  values: Float32Array,
  { foregroundFraction, clip, divisor }: SegmentationDescription['normalisation'],
): Float32Array {
  const { mean, deviation } = foregroundStatistics(values, foregroundLimit(values, foregroundFraction));
  const [low, high] = clip;
  return values.map((value) => {
    const z = (value - mean) / deviation;
    return (z < low ? low : z > high ? high : z) / divisor;
  });
}

function foregroundStatistics(values: Float32Array, limit: number): { mean: number; deviation: number } {
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

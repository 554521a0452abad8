import { voxelCount, type Grid } from '../base/grid.ts';
import type { NamedTensors } from '../base/tensor.ts';
import { sampleImage } from '../register/sample-image.ts';
import { normaliseHead } from './normalise-head.ts';
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

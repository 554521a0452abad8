import type { Mask } from '../base/volume.ts';
import { squaredDistancesMm2 } from '../register/distance-field.ts';
import { shapeDistanceMm, type FittedShape } from './fit-brain-shape.ts';

/** The fitted mean brain counts as this much larger: it is a mean, and brains bulge. */
const shapeSlackMm = 2;

/**
 * Depth of every voxel under the surface of the brain mask, of the fitted mean brain and of the stack of slices, whichever is
 * nearest, in millimetres: not positive outside. Where a mask took in scalp or dura, the mean brain and the stack say so.
 */
export function depthInBrainMm(brain: Mask, shape: FittedShape): Float32Array {
  const { size, spacingMm } = brain.grid;
  const depth = squaredDistancesMm2({ isMember: brain.data, member: 0, size, spacingMm });
  const fromShape = shapeDistanceMm(shape, brain.grid);
  const slice = size[0] * size[1];
  for (let v = 0; v < depth.length; v++) {
    const k = Math.floor(v / slice);
    const toEndMm = (Math.min(k, size[2] - 1 - k) + 0.5) * spacingMm[2];
    depth[v] = Math.min(Math.sqrt(depth[v] as number), shapeSlackMm - (fromShape[v] as number), toEndMm);
  }
  return depth;
}

import type { Affine } from '../base/affine.ts';
import type { Grid } from '../base/grid.ts';
import type { Volume } from '../base/volume.ts';
import { resampleField } from './resample-field.ts';

/**
 * An image on another grid, by trilinear interpolation at full size.
 *
 * @param targetToMoving map of LPS millimetres from the target's space to the image's (`fixedToMoving`); identity when both
 *   share a space
 * @param outside value where the image was not acquired
 */
export function resampleVolume(moving: Volume, target: Grid, targetToMoving: Affine, outside = 0): Volume {
  return { grid: target, data: resampleField(moving, target, targetToMoving, outside) };
}

import { composeAffine, invertAffine, type Affine } from '../base/affine.ts';
import type { Volume } from '../base/volume.ts';
import { resampleField } from '../register/resample-field.ts';
import type { FittedShape } from './fit-brain-shape.ts';

/**
 * An image reflected through the mid-plane of the fitted brain.
 *
 * @returns values on the volume's own grid; where the mirrored place is not on the grid, 0
 */
export function mirroredField(volume: Volume, shape: FittedShape): Float32Array {
  const flip: Affine = [-1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0];
  const reflection = composeAffine(invertAffine(shape.lpsToShape), composeAffine(flip, shape.lpsToShape));
  return resampleField(volume, volume.grid, reflection, 0);
}

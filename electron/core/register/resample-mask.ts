import type { Affine } from '../base/affine.ts';
import type { Grid } from '../base/grid.ts';
import type { Mask } from '../base/volume.ts';
import { distanceFieldMm } from './distance-field.ts';
import { resampleField } from './resample-field.ts';

/**
 * A mask on another grid, smooth between thick slices: its signed distance is interpolated and cut at zero.
 *
 * @param targetToMoving map of LPS millimetres from the target's space to the mask's
 */
export function resampleMask(mask: Mask, target: Grid, targetToMoving: Affine): Mask {
  const distance = { grid: mask.grid, data: distanceFieldMm(mask.data, mask.grid) };
  const sampled = resampleField(distance, target, targetToMoving, 1);
  const data = new Uint8Array(sampled.length);
  for (let v = 0; v < data.length; v++) data[v] = (sampled[v] as number) < 0 ? 1 : 0;
  return { grid: target, data };
}

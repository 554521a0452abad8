import type { Volume } from '../base/volume.ts';

/**
 * A volume small enough to register: smoothed and resampled to cubic voxels of at least 1 mm and at most 192 along each axis.
 * The space (LPS millimetres) stays the same.
 */
export function prepareForRegistration(volume: Volume): Volume {
  throw new Error(`not built yet: ${volume.data.length}`);
}

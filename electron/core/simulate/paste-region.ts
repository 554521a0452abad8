import { keepVolumeThresholdMm } from './keep-volume.ts';
import type { ModelDescription } from './model-description.ts';
import { insideOutline, moveOutline, outlineMovementMm } from './paste-back.ts';
import type { ForecastWorkplace } from './prepare-forecast.ts';

/** A region of the last visit, as the model saw it and at full detail: signed distances in mm. */
export interface LastRegion {
  readonly onModelGridMm: Float32Array;
  /** On the box. */
  readonly fullMm: Float32Array;
}

/** A predicted region on the box. */
export interface PastedRegion {
  readonly inside: Uint8Array;
  /** Signed distance, mm. */
  readonly distanceMm: Float32Array;
}

/**
 * A region predicted on the model grid, at full size: the last outline moved as the model says, so that the region grows by
 * the same share there as on the model grid. No movement leaves every voxel as it was.
 *
 * @param predicted signed distance in the model's units
 */
export function pasteRegion(
  predicted: Float32Array,
  last: LastRegion,
  place: ForecastWorkplace,
  model: ModelDescription,
): PastedRegion {
  const { box, grid, allowed, allowedOnModelGrid } = place;
  const data = outlineMovementMm(predicted, last.onModelGridMm, model.sdfScaleMm);
  const distanceMm = moveOutline(last.fullMm, box, { grid, data }, model.sdfScaleMm);
  const lastSize = countInside(last.onModelGridMm, allowedOnModelGrid);
  if (lastSize === 0) return { inside: insideOutline(distanceMm, allowed), distanceMm };
  const growth = countInside(predicted, allowedOnModelGrid) / lastSize;
  const wanted = Math.round(countInside(last.fullMm, allowed) * growth);
  const thresholdMm = keepVolumeThresholdMm(distanceMm, allowed, wanted);
  return { inside: insideOutline(distanceMm, allowed, thresholdMm), distanceMm };
}

function countInside(distance: Float32Array, allowed: Uint8Array): number {
  let count = 0;
  for (let v = 0; v < distance.length; v++) if ((distance[v] as number) < 0 && allowed[v] === 1) count++;
  return count;
}

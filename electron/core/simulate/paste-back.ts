import { identityAffine } from '../base/affine.ts';
import type { Grid } from '../base/grid.ts';
import type { Volume } from '../base/volume.ts';
import { resampleField } from '../register/resample-field.ts';
import { cropData, pasteData, type GridBox } from '../base/grid-box.ts';
import { smallestValue } from '../register/sample-image.ts';

/** The image keeps the full change within this distance of the lesion ... */
const fullChangeMm = 2;
/** ... and is the real scan, bit by bit, beyond this one. */
const noChangeMm = 8;

/**
 * Movement of an outline on the model grid: predicted minus last signed distance, both cut at the model's scale.
 *
 * @param predicted in the model's units (mm / scale)
 * @param lastMm last visit on the model grid
 * @returns mm; negative where the lesion grows
 */
export function outlineMovementMm(predicted: Float32Array, lastMm: Float32Array, scaleMm: number): Float32Array {
  const out = new Float32Array(lastMm.length);
  for (let v = 0; v < out.length; v++) out[v] = (predicted[v] as number) * scaleMm - cut(lastMm[v] as number, scaleMm);
  return out;
}

/**
 * Predicted signed distance at full size: the last outline in all its detail, moved as the model says.
 *
 * @param lastMm last signed distance on the box
 * @param movementMm on the model grid; outside it nothing moves
 * @param scaleMm where the model cuts its distances
 * @returns mm on the box; equal to the cut last distance where nothing moves
 */
export function moveOutline(
  lastMm: Float32Array,
  box: GridBox,
  movementMm: { readonly grid: Grid; readonly data: Float32Array },
  scaleMm: number,
): Float32Array {
  const moved = resampleField(movementMm, box.grid, identityAffine, 0);
  for (let v = 0; v < moved.length; v++) moved[v] = cut(lastMm[v] as number, scaleMm) + (moved[v] as number);
  return moved;
}

/**
 * Region inside an outline, limited to where it may be.
 *
 * @param thresholdMm distance at which the outline runs
 */
export function insideOutline(distanceMm: Float32Array, allowed: Uint8Array, thresholdMm = 0): Uint8Array {
  const out = new Uint8Array(distanceMm.length);
  for (let v = 0; v < out.length; v++) out[v] = (distanceMm[v] as number) < thresholdMm && allowed[v] === 1 ? 1 : 0;
  return out;
}

/** Where an image may change. */
export interface ChangeRegion {
  readonly box: GridBox;
  /** Signed distance to everything that is lesion now or in the prediction, on the box. */
  readonly distanceMm: Float32Array;
  /** 1 where the image may change at all (not the skull), on the box. */
  readonly allowed: Uint8Array;
}

/**
 * Predicted image: the last scan plus the predicted change, faded out round the lesion. Everywhere else the voxels are the
 * last scan's own, exactly.
 *
 * @param change future minus last on the model grid, image units
 * @returns full size; never below the last scan's smallest value
 */
export function changeImage(last: Volume, change: { grid: Grid; data: Float32Array }, region: ChangeRegion): Volume {
  const data = last.data.slice();
  const least = smallestValue(last.data);
  const faded = { grid: change.grid, data: fadeAtFaces(change) };
  const added = resampleField(faded, region.box.grid, identityAffine, 0);
  const part = cropData(data, region.box);
  for (let v = 0; v < part.length; v++) {
    const weight = region.allowed[v] === 1 ? changeWeight(region.distanceMm[v] as number) : 0;
    if (weight === 0) continue;
    part[v] = Math.max(least, (part[v] as number) + weight * (added[v] as number));
  }
  pasteData(part, region.box, data);
  return { grid: last.grid, data };
}

/** 1 inside and near the lesion, 0 far from it, smooth in between. */
export function changeWeight(distanceMm: number): number {
  if (distanceMm <= fullChangeMm) return 1;
  if (distanceMm >= noChangeMm) return 0;
  const t = (noChangeMm - distanceMm) / (noChangeMm - fullChangeMm);
  return t * t * (3 - 2 * t);
}

/** The field brought to zero over the two outermost voxels, so that the model grid leaves no seam. */
function fadeAtFaces(field: { grid: Grid; data: Float32Array }): Float32Array {
  const [columns, rows, slices] = field.grid.size;
  const out = new Float32Array(field.data.length);
  const fade = (index: number, count: number): number => Math.min(1, Math.min(index, count - 1 - index) / 2);
  for (let k = 0, v = 0; k < slices; k++) {
    for (let j = 0; j < rows; j++) {
      const across = Math.min(fade(k, slices), fade(j, rows));
      for (let i = 0; i < columns; i++, v++) out[v] = (field.data[v] as number) * Math.min(across, fade(i, columns));
    }
  }
  return out;
}

function cut(value: number, limit: number): number {
  return value < -limit ? -limit : value > limit ? limit : value;
}

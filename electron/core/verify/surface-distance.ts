import type { Mask } from '../base/volume.ts';
import { nearestVoxels } from '../register/distance-field.ts';
import { boundingBox, cropMask } from './bounding-box.ts';
import { percentile } from '../base/percentile.ts';
import { requireSameGrid } from './require-same-grid.ts';

/** Distances between the surfaces of two masks, both ways, in millimetres; empty when either mask is. */
export interface SurfaceDistances {
  readonly predictedToActualMm: Float64Array;
  readonly actualToPredictedMm: Float64Array;
}

/**
 * Larger of the two directed 95th percentiles of surface distance, in millimetres; NaN when either mask is empty.
 *
 * @throws RangeError when the masks are not on one grid
 * @see models/common/metrics.py hd95_mm
 */
export function hd95Mm(predicted: Mask, actual: Mask): number {
  const { predictedToActualMm, actualToPredictedMm } = surfaceDistances(predicted, actual);
  return Math.max(percentile(predictedToActualMm, 95), percentile(actualToPredictedMm, 95));
}

/**
 * Average symmetric surface distance: mean over the voxels of both surfaces, in millimetres; NaN when either mask is empty.
 *
 * @throws RangeError when the masks are not on one grid
 * @see models/common/metrics.py assd_mm
 */
export function assdMm(predicted: Mask, actual: Mask): number {
  const { predictedToActualMm, actualToPredictedMm } = surfaceDistances(predicted, actual);
  const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);
  return (
    (sum(predictedToActualMm) + sum(actualToPredictedMm)) / (predictedToActualMm.length + actualToPredictedMm.length)
  );
}

/**
 * Distance from every surface voxel of one mask to the nearest surface voxel centre of the other. A surface voxel has a
 * background neighbour across a face; what lies outside the grid is background.
 */
export function surfaceDistances(predicted: Mask, actual: Mask): SurfaceDistances {
  requireSameGrid(predicted, actual);
  const either = new Uint8Array(predicted.data.length);
  for (let v = 0; v < either.length; v++) either[v] = (predicted.data[v] as number) | (actual.data[v] as number);
  const box = boundingBox(either, predicted.grid.size);
  const none = { predictedToActualMm: new Float64Array(0), actualToPredictedMm: new Float64Array(0) };
  if (box === null) return none;
  const surfaces = [predicted, actual].map((mask) => {
    const cropped = cropMask(mask, box);
    return { grid: cropped.grid, data: surfaceVoxels(cropped) };
  }) as [Mask, Mask];
  if (surfaces.some((surface) => !surface.data.includes(1))) return none;
  return {
    predictedToActualMm: distancesMm(surfaces[0], surfaces[1]),
    actualToPredictedMm: distancesMm(surfaces[1], surfaces[0]),
  };
}

function distancesMm(from: Mask, to: Mask): Float64Array {
  const { squaredMm2 } = nearestVoxels(to.data, to.grid.size, to.grid.spacingMm);
  const out: number[] = [];
  for (let v = 0; v < from.data.length; v++) if (from.data[v] === 1) out.push(Math.sqrt(squaredMm2[v] as number));
  return Float64Array.from(out);
}

function surfaceVoxels({ grid, data }: Mask): Uint8Array {
  const [nx, ny, nz] = grid.size;
  const out = new Uint8Array(data.length);
  for (let k = 0, v = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      for (let i = 0; i < nx; i++, v++) {
        if (data[v] === 0) continue;
        const enclosed =
          i > 0 &&
          i < nx - 1 &&
          j > 0 &&
          j < ny - 1 &&
          k > 0 &&
          k < nz - 1 &&
          data[v - 1] !== 0 &&
          data[v + 1] !== 0 &&
          data[v - nx] !== 0 &&
          data[v + nx] !== 0 &&
          data[v - nx * ny] !== 0 &&
          data[v + nx * ny] !== 0;
        if (!enclosed) out[v] = 1;
      }
    }
  }
  return out;
}

import { ExpectedError } from '../base/expected-error.ts';
import { voxelCount, voxelVolumeMm3 } from '../base/grid.ts';
import type { Volume } from '../base/volume.ts';
import type { ForecastOutput, ForecastSequence, ImagesBySequence } from './forecast-types.ts';
import { pasteMask } from '../base/grid-box.ts';
import { sequencesOf, type ModelDescription } from './model-description.ts';
import { changeImage, type ChangeRegion } from './paste-back.ts';
import { pasteRegion, type PastedRegion } from './paste-region.ts';
import type { ForecastWorkplace } from './prepare-forecast.ts';
import { joined } from './rival-extrapolation.ts';
import type { DecodedFuture } from './sample-futures.ts';

/** Core of one decoded future at full size, on the box. */
export function futureCore(future: DecodedFuture, place: ForecastWorkplace, model: ModelDescription): Uint8Array {
  return corePart(future, place, model).inside;
}

/** Volume in millilitres of a region on the box. */
export function regionVolumeMl(region: Uint8Array, place: ForecastWorkplace): number {
  let voxels = 0;
  for (let v = 0; v < region.length; v++) voxels += region[v] as number;
  return (voxels * voxelVolumeMm3(place.box.grid)) / 1000;
}

/**
 * Masks and images of one decoded future at full size: the prediction.
 *
 * @returns oedema null where the baseline has none
 */
export function predictLesion(
  future: DecodedFuture,
  place: ForecastWorkplace,
  model: ModelDescription,
): Pick<ForecastOutput, 'coreMask' | 'oedemaMask' | 'images'> {
  const { box, full, allowed } = place;
  const core = corePart(future, place, model);
  const oedema = oedemaPart(future, place, model);
  const distanceMm = nearest([core.distanceMm, oedema?.distanceMm, full.coreMm, full.oedemaMm]);
  return {
    coreMask: pasteMask(core.inside, box),
    oedemaMask: oedema === null ? null : pasteMask(joined(oedema.inside, core.inside), box),
    images: predictImages(future, place, model, { box, distanceMm, allowed }),
  };
}

function predictImages(
  future: DecodedFuture,
  place: ForecastWorkplace,
  model: ModelDescription,
  region: ChangeRegion,
): ImagesBySequence {
  const { grid, last, input } = place;
  const voxels = voxelCount(grid);
  const sequences = sequencesOf(model);
  if (future.imageResidual.length !== sequences.length * voxels) {
    const reason = `imageResidual does not hold ${sequences.length} images`;
    throw new ExpectedError({ code: 'model/graph-mismatch', id: model.id, reason });
  }
  const predicted: Partial<Record<ForecastSequence, Volume>> = {};
  sequences.forEach((sequence, channel) => {
    const [image, seen] = [input.baseline.images[sequence], last.images[sequence]];
    if (image === undefined || seen === undefined) return;
    const unit = seen.statistics.deviation * model.normalisation.divisor;
    const residual = future.imageResidual.subarray(channel * voxels, (channel + 1) * voxels);
    predicted[sequence] = changeImage(image, { grid, data: residual.map((value) => value * unit) }, region);
  });
  return predicted;
}

function corePart(future: DecodedFuture, place: ForecastWorkplace, model: ModelDescription): PastedRegion {
  const last = { onModelGridMm: place.last.coreMm, fullMm: place.full.coreMm };
  return pasteRegion(future.coreSdf, last, place, model);
}

function oedemaPart(future: DecodedFuture, place: ForecastWorkplace, model: ModelDescription): PastedRegion | null {
  const { last, full } = place;
  if (last.oedemaMm === null || full.oedemaMm === null) return null;
  return pasteRegion(future.oedemaSdf, { onModelGridMm: last.oedemaMm, fullMm: full.oedemaMm }, place, model);
}

/** Smallest of several distances, voxel by voxel; changes and returns the first. */
function nearest(distancesMm: readonly (Float32Array | null | undefined)[]): Float32Array {
  const [first, ...others] = distancesMm.filter((field) => field instanceof Float32Array) as [Float32Array];
  for (const other of others as Float32Array[]) {
    for (let v = 0; v < first.length; v++)
      if ((other[v] as number) < (first[v] as number)) first[v] = other[v] as number;
  }
  return first;
}

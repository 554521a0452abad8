import { voxelVolumeMm3 } from '../base/grid.ts';
import type { Volume } from '../base/volume.ts';
import type { ForecastInput, ForecastOutput, ImagesBySequence } from './forecast-types.ts';
import { pasteMask } from '../base/grid-box.ts';
import type { ModelDescription } from './model-description.ts';
import { changeImage, type ChangeRegion } from './paste-back.ts';
import { pasteRegion, type PastedRegion } from './paste-region.ts';
import type { ForecastWorkplace } from './prepare-forecast.ts';
import { joined } from './rival-linear.ts';
import type { DecodedFuture } from './sample-futures.ts';
import type { ModelImage } from './visit-on-model-grid.ts';

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
  input: ForecastInput,
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
    images: predictImages(future, input, place, { divisor: model.normalisation.divisor, box, distanceMm, allowed }),
  };
}

function predictImages(
  future: DecodedFuture,
  input: ForecastInput,
  place: ForecastWorkplace,
  region: ChangeRegion & { readonly divisor: number },
): ImagesBySequence {
  const voxels = place.tissue.length;
  const predict = (last: Volume | undefined, seen: ModelImage | null, channel: number): Volume | null => {
    if (last === undefined || seen === null) return null;
    const unit = seen.statistics.deviation * region.divisor;
    const residual = future.imageResidual.subarray(channel * voxels, (channel + 1) * voxels);
    return changeImage(last, { grid: place.grid, data: residual.map((value) => value * unit) }, region);
  };
  const { T1c, FLAIR } = input.baseline.images;
  const t1c = predict(T1c, place.last.t1c, 0);
  const flair = predict(FLAIR, place.last.flair, 1);
  return { ...(t1c === null ? {} : { T1c: t1c }), ...(flair === null ? {} : { FLAIR: flair }) };
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

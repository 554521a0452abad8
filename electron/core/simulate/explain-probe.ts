import { voxelVolumeMm3 } from '../base/grid.ts';
import { buildInput, type ModelSituation } from './build-input.ts';
import type { ReadyModel } from './compare-arms.ts';
import type { Influence } from './explain-types.ts';
import { pause, type Pauses } from './pause.ts';
import { futureCore, regionVolumeMl } from './predict-lesion.ts';
import type { ForecastWorkplace } from './prepare-forecast.ts';
import { openDecoder, type DecodedFuture } from './sample-futures.ts';

/** Asks the model about a situation that was changed, and compares its answer with that for the true one. */
export interface Probe {
  /** Core volume of the mean future of the true situation, at full size. */
  readonly volumeMl: number;
  /** A small influence, by shares of the model's voxels. @throws ExpectedError 'job/cancelled', and those of the model */
  readonly ask: (situation: ModelSituation) => Promise<Influence>;
  /** A large influence, by the volume at full size, which is what a forecast of that situation says. @throws as `ask` */
  readonly askAtFullSize: (situation: ModelSituation) => Promise<Influence>;
}

/**
 * A probe of one forecast: its mean future (latent 0) is what every answer is compared with. One run of encoder and decoder
 * for every question.
 *
 * Small influences are compared on the model grid, where a voxel that the outline crosses counts by the share of it that lies
 * inside: they would otherwise be lost between two voxels.
 *
 * @param asked called after every answer, the first one of the true situation included
 */
export async function openProbe(
  place: ForecastWorkplace,
  { inference, model }: ReadyModel,
  pauses: Pauses,
  asked: () => void,
): Promise<Probe> {
  const futureOf = async (situation: ModelSituation): Promise<DecodedFuture> => {
    await pause(pauses);
    const decode = await openDecoder(inference, model, buildInput(situation, model), pauses.signal);
    const future = await decode(new Float32Array(model.latentSize));
    asked();
    return future;
  };
  const shareOf = ({ coreSdf }: DecodedFuture): Float32Array => insideShare(coreSdf, place, model.sdfScaleMm);
  const future = await futureOf(place);
  const volumeMl = regionVolumeMl(futureCore(future, place, model), place);
  const whole = shareOf(future);
  const wholeVoxels = sumOf(whole);
  const mlPerVoxel = wholeVoxels > 0 ? volumeMl / wholeVoxels : voxelVolumeMm3(place.grid) / 1000;
  const influence = (changeMl: number, share: Float32Array): Influence => ({
    volumeMl: volumeMl + changeMl,
    changeMl,
    changePercent: volumeMl > 0 ? (100 * changeMl) / volumeMl : null,
    dissimilarity: dissimilarity(share, whole),
  });
  return {
    volumeMl,
    ask: async (situation) => {
      const share = shareOf(await futureOf(situation));
      return influence((sumOf(share) - wholeVoxels) * mlPerVoxel, share);
    },
    askAtFullSize: async (situation) => {
      const other = await futureOf(situation);
      return influence(regionVolumeMl(futureCore(other, place, model), place) - volumeMl, shareOf(other));
    },
  };
}

/** Share of each voxel of the model grid that lies inside an outline, 0..1, from its signed distance in the model's units. */
function insideShare(
  sdf: Float32Array,
  { grid, allowedOnModelGrid }: ForecastWorkplace,
  scaleMm: number,
): Float32Array {
  const out = new Float32Array(sdf.length);
  const spacing = grid.spacingMm[0];
  for (let v = 0; v < out.length; v++) {
    if (allowedOnModelGrid[v] === 0) continue;
    out[v] = Math.min(1, Math.max(0, 0.5 - ((sdf[v] as number) * scaleMm) / spacing));
  }
  return out;
}

/** 1 - Dice of two regions given by shares; 0 when both are empty. */
function dissimilarity(a: Float32Array, b: Float32Array): number {
  let [both, either] = [0, 0];
  for (let v = 0; v < a.length; v++) {
    const [inA, inB] = [a[v] as number, b[v] as number];
    both += inA < inB ? inA : inB;
    either += inA + inB;
  }
  return either === 0 ? 0 : 1 - (2 * both) / either;
}

function sumOf(shares: Float32Array): number {
  let sum = 0;
  for (let v = 0; v < shares.length; v++) sum += shares[v] as number;
  return sum;
}

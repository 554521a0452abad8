import { packMask, type PackedMask } from '../base/packed-mask.ts';
import { randomStream } from '../base/random.ts';
import type { ForecastOptions, ForecastOutput } from './forecast-types.ts';
import type { ModelDescription } from './model-description.ts';
import { pause } from './pause.ts';
import { futureCore, regionVolumeMl } from './predict-lesion.ts';
import type { ForecastWorkplace } from './prepare-forecast.ts';
import { countFuture, probabilityVolume } from './probability.ts';
import { drawLatent, type Decoder } from './sample-futures.ts';

/** What many sampled futures of one forecast say. */
export type SampledFutures = Pick<ForecastOutput, 'probability' | 'futuresMl' | 'packedFutures'>;

/**
 * Draws the futures one by one; counts per voxel and one bit per voxel and future are kept. The same seed gives the same
 * draws, whatever the decoder was told: so two treatments can be compared future by future.
 *
 * @param advance told the share of the futures that are drawn, 0..1
 * @throws ExpectedError 'job/cancelled', and those of the decoder
 */
export async function drawFutures(
  decode: Decoder,
  place: ForecastWorkplace,
  model: ModelDescription,
  options: FutureOptions,
): Promise<SampledFutures> {
  const { samples, seed, advance } = options;
  const stream = randomStream(seed);
  const count = new Uint16Array(place.allowed.length);
  const futuresMl: number[] = [];
  const cores: PackedMask[] = [];
  for (let sample = 0; sample < samples; sample++) {
    const core = futureCore(await decode(drawLatent(stream, model)), place, model);
    countFuture(count, core);
    cores.push(packMask(core));
    futuresMl.push(regionVolumeMl(core, place));
    advance?.((sample + 1) / samples);
    await pause(options);
  }
  const probability = probabilityVolume(count, samples, place.box);
  return { probability, futuresMl, packedFutures: { box: place.box, cores } };
}

/** How futures are drawn. */
export type FutureOptions = Pick<ForecastOptions, 'samples' | 'seed' | 'signal' | 'breathe'> & {
  readonly advance?: (fraction: number) => void;
};

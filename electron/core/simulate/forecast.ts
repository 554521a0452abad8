import type { Inference } from '../base/inference.ts';
import { packMask, type PackedMask } from '../base/packed-mask.ts';
import { randomStream } from '../base/random.ts';
import { voxelVolumeMm3 } from '../base/grid.ts';
import type { Warning } from '../base/warning.ts';
import { buildInput } from './build-input.ts';
import type { ForecastInput, ForecastOptions, ForecastOutput, Rival, RivalId } from './forecast-types.ts';
import { forecastWarnings } from './forecast-warnings.ts';
import type { ModelDescription } from './model-description.ts';
import { pause } from './pause.ts';
import { futureCore, predictLesion, regionVolumeMl } from './predict-lesion.ts';
import { prepareForecast, type ForecastWorkplace } from './prepare-forecast.ts';
import { countFuture, probabilityVolume } from './probability.ts';
import { growthModel } from './rival-growth-model.ts';
import { linearExtrapolation } from './rival-linear.ts';
import { noChange } from './rival-no-change.ts';
import { drawLatent, openDecoder, type Decoder } from './sample-futures.ts';
import { stopwatch } from './stopwatch.ts';
import { volumeInterval90Ml } from './volume-interval.ts';

const everyRival: readonly RivalId[] = ['no-change', 'linear-extrapolation', 'fisher-kolmogorov'];

/**
 * The future of one lesion: predicted masks and images, sampled futures, and the simple rivals.
 *
 * The prediction is the future of latent 0; the sampled futures give the probability and the interval. Pure: everything from
 * outside (model runtime, clock, cancel) comes in as a port.
 *
 * @param input the last one or two visits on the baseline's full-size grid
 * @param inference runs the model's graphs
 * @param model the model's manifest
 * @returns volumes and masks on the baseline's grid
 * @throws ExpectedError 'timeline/no-usable-sequence', 'segment/no-lesion', 'job/cancelled', and those of `inference`
 */
export async function forecastLesion(
  input: ForecastInput,
  inference: Inference,
  model: ModelDescription,
  options: ForecastOptions,
): Promise<ForecastOutput> {
  const watch = stopwatch(options.clockMs);
  options.report?.('simulate', 0);
  await pause(options);
  const place = await prepareForecast(input, model, options);
  watch.lap('prepare');
  await pause(options);
  const decode = await openDecoder(inference, model, buildInput(place, model), options.signal);
  watch.lap('encode');
  const mean = await decode(new Float32Array(model.latentSize));
  await pause(options);
  const prediction = predictLesion(mean, input, place, model);
  await pause(options);
  watch.lap('predict');
  options.report?.('simulate', 0.15);
  const futures = await sampleFutures(decode, place, model, options);
  watch.lap('futures');
  const rivals = await runRivals(input, place, model, options);
  watch.lap('rivals');
  options.report?.('simulate', 1);
  const smallestMl = voxelVolumeMm3(place.box.grid) / 1000;
  return {
    ...prediction,
    probability: futures.probability,
    futuresMl: futures.futuresMl,
    packedFutures: futures.packedFutures,
    interval90Ml: volumeInterval90Ml(futures.futuresMl, smallestMl, model.calibration.volumeLog90),
    rivals: rivals.rivals,
    warnings: [...forecastWarnings(input, place, model), ...rivals.warnings],
    timingsMs: watch.lapsMs,
  };
}

/** Draws the futures one by one; counts per voxel and one bit per voxel and future are kept. */
async function sampleFutures(
  decode: Decoder,
  place: ForecastWorkplace,
  model: ModelDescription,
  options: ForecastOptions,
): Promise<Pick<ForecastOutput, 'probability' | 'futuresMl' | 'packedFutures'>> {
  const stream = randomStream(options.seed);
  const count = new Uint16Array(place.allowed.length);
  const futuresMl: number[] = [];
  const cores: PackedMask[] = [];
  for (let sample = 0; sample < options.samples; sample++) {
    const core = futureCore(await decode(drawLatent(stream, model)), place, model);
    countFuture(count, core);
    cores.push(packMask(core));
    futuresMl.push(regionVolumeMl(core, place));
    options.report?.('simulate', 0.15 + (0.55 * (sample + 1)) / options.samples);
    await pause(options);
  }
  const { box } = place;
  return { probability: probabilityVolume(count, options.samples, box), futuresMl, packedFutures: { box, cores } };
}

async function runRivals(
  input: ForecastInput,
  place: ForecastWorkplace,
  model: ModelDescription,
  options: ForecastOptions,
): Promise<{ rivals: readonly Rival[]; warnings: readonly Warning[] }> {
  const wanted = options.rivals ?? everyRival;
  const rivals: Rival[] = [];
  const warnings: Warning[] = [];
  if (wanted.includes('no-change')) rivals.push(noChange(input));
  if (wanted.includes('linear-extrapolation')) rivals.push(linearExtrapolation(input, place));
  await pause(options);
  if (wanted.includes('fisher-kolmogorov')) {
    const fitted = await growthModel(input, place, model, options);
    rivals.push(fitted.rival);
    warnings.push(...fitted.warnings);
  }
  return { rivals, warnings };
}

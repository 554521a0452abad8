import { centralIntervalMl } from '../base/central-interval.ts';
import type { Inference } from '../base/inference.ts';
import { buildInput } from './build-input.ts';
import { drawFutures } from './draw-futures.ts';
import type { ForecastOptions, ForecastOutput, Rival, RivalId } from './forecast-types.ts';
import { forecastWarnings } from './forecast-warnings.ts';
import type { ModelDescription } from './model-description.ts';
import { pause } from './pause.ts';
import { predictLesion } from './predict-lesion.ts';
import type { ForecastWorkplace } from './prepare-forecast.ts';
import { extrapolation } from './rival-extrapolation.ts';
import { growthModelRival } from './rival-growth-model.ts';
import { noChange } from './rival-no-change.ts';
import { openDecoder } from './sample-futures.ts';
import { stopwatch } from './stopwatch.ts';

/**
 * The future of one lesion: predicted masks and images, sampled futures, and the simple rivals.
 *
 * The prediction is the future of latent 0; the sampled futures give the probability and the interval. Pure: everything from
 * outside (model runtime, clock, cancel) comes in as a port.
 *
 * @param place a patient readied by `prepareForecast`, so that the caller can ask the model more about the same patient
 * @param inference runs the model's graphs
 * @param model the model's manifest
 * @returns volumes and masks on the baseline's grid
 * @throws ExpectedError 'job/cancelled', and those of `inference`
 */
export async function forecastLesion(
  place: ForecastWorkplace,
  inference: Inference,
  model: ModelDescription,
  options: ForecastOptions,
): Promise<ForecastOutput> {
  const watch = stopwatch(options.clockMs);
  await pause(options);
  const decode = await openDecoder(inference, model, buildInput(place, model), options.signal);
  watch.lap('encode');
  const mean = await decode(new Float32Array(model.latentSize));
  await pause(options);
  const prediction = predictLesion(mean, place, model);
  await pause(options);
  watch.lap('predict');
  options.report?.('simulate', 0.15);
  const advance = (fraction: number): void => options.report?.('simulate', 0.15 + 0.7 * fraction);
  const futures = await drawFutures(decode, place, model, { ...options, advance });
  watch.lap('futures');
  const rivals = await runRivals(place, options);
  watch.lap('rivals');
  options.report?.('simulate', 1);
  return {
    ...prediction,
    ...futures,
    interval90Ml: centralIntervalMl(futures.futuresMl, 0.9, model.calibration.volumeLog90),
    rivals,
    warnings: forecastWarnings(place, model),
    timingsMs: watch.lapsMs,
  };
}

const everyRival: Readonly<Record<RivalId, (place: ForecastWorkplace) => Rival>> = {
  'no-change': noChange,
  'linear-extrapolation': (place) => extrapolation('linear', place),
  'exponential-extrapolation': (place) => extrapolation('exponential', place),
  'fisher-kolmogorov': growthModelRival,
};

async function runRivals(place: ForecastWorkplace, options: ForecastOptions): Promise<readonly Rival[]> {
  const rivals: Rival[] = [];
  for (const [id, run] of Object.entries(everyRival)) {
    if (!(options.rivals ?? Object.keys(everyRival)).includes(id as RivalId)) continue;
    rivals.push(run(place));
    await pause(options);
  }
  return rivals;
}

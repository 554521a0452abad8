import type { ForecastInput, ForecastOptions, ForecastOutput } from './forecast-types.ts';
import type { Inference } from './inference.ts';
import type { ModelDescription } from './model-description.ts';

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
  throw new Error(`not built yet: ${input.horizonDays} ${typeof inference.run} ${model.id} ${options.samples}`);
}

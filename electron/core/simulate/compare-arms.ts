import { pasteMask } from '../base/grid-box.ts';
import type { Inference } from '../base/inference.ts';
import type { Mask } from '../base/volume.ts';
import { buildInput } from './build-input.ts';
import { forecastLesion } from './forecast.ts';
import type { ForecastOptions, ForecastOutput } from './forecast-types.ts';
import type { ModelDescription } from './model-description.ts';
import { pause, type Pauses } from './pause.ts';
import { futureCore } from './predict-lesion.ts';
import { withHorizon, withTreatment, type ForecastWorkplace } from './prepare-forecast.ts';
import { openDecoder } from './sample-futures.ts';
import type { Treatment } from './treatment.ts';

/** A model that is ready to run. */
export interface ReadyModel {
  readonly inference: Inference;
  readonly model: ModelDescription;
}

/** The core of the mean future on one day; on the full-size grid. */
export interface MeanCore {
  readonly horizonDays: number;
  readonly core: Mask;
}

/**
 * The same patient and horizon under another treatment, from the same draws in the same order; no rivals, which know of no
 * treatment.
 *
 * @param place of the forecast to compare with
 * @param options with the samples and the seed of that forecast
 * @throws ExpectedError 'job/cancelled', and those of the model
 */
export function forecastOtherArm(
  place: ForecastWorkplace,
  treatment: Treatment,
  { inference, model }: ReadyModel,
  options: ForecastOptions,
): Promise<ForecastOutput> {
  return forecastLesion(withTreatment(place, treatment), inference, model, { ...options, rivals: [] });
}

/**
 * The mean futures (latent 0) on days before the horizon, under each of several treatments.
 *
 * @param days before the horizon of `place`
 * @returns one course per treatment, in the order of the days
 * @throws ExpectedError 'job/cancelled', and those of the model
 */
export async function meanCourses(
  place: ForecastWorkplace,
  treatments: readonly Treatment[],
  { inference, model }: ReadyModel,
  { days, ...pauses }: Pauses & { readonly days: readonly number[] },
): Promise<readonly (readonly MeanCore[])[]> {
  const courses = treatments.map((): MeanCore[] => []);
  for (const horizonDays of days) {
    const then = await withHorizon(place, horizonDays, model, pauses);
    for (const [n, treatment] of treatments.entries()) {
      const treated = withTreatment(then, treatment);
      const decode = await openDecoder(inference, model, buildInput(treated, model), pauses.signal);
      const core = futureCore(await decode(new Float32Array(model.latentSize)), treated, model);
      courses[n]?.push({ horizonDays, core: pasteMask(core, place.box) });
      await pause(pauses);
    }
  }
  return courses;
}

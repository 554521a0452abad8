import type { ModelSituation } from './build-input.ts';
import { extrapolateDistanceMm } from './extrapolate.ts';
import type { Outlines } from './fit-fisher-kolmogorov.ts';
import type { ForecastInput } from './forecast-types.ts';
import { growLesion, type GrownLesion } from './growth-model.ts';
import type { ModelDescription } from './model-description.ts';
import { extrapolatedGrowth, type ExtrapolatedGrowth, type OutlineGrowth } from './outline-growth.ts';
import type { Pauses } from './pause.ts';
import { placePatient, type PlacedPatient } from './place-patient.ts';
import { treatmentOnModelGrid, type Treatment, type TreatmentOnModelGrid } from './treatment.ts';

/** Everything that the model, the rivals and the pasting back share. */
export interface ForecastWorkplace extends PlacedPatient, ModelSituation {
  /** What the two extrapolations suppose. */
  readonly growth: ExtrapolatedGrowth;
  /** What the fitted growth model supposes. */
  readonly grown: GrownLesion;
}

/**
 * Readies a patient for a forecast: everything on the model grid and at full size, and what the simple methods say there.
 *
 * @throws ExpectedError 'timeline/no-usable-sequence', 'segment/no-lesion', 'job/cancelled'
 * @throws RangeError when inputs are not on one grid or visits not in order (a fault of the caller)
 */
export async function prepareForecast(
  input: ForecastInput,
  model: ModelDescription,
  pauses: Pauses,
): Promise<ForecastWorkplace> {
  const patient = await placePatient(input, model, pauses);
  return withHorizon({ ...patient, treatment: treatmentOf(patient) }, input.horizonDays, model, pauses);
}

/**
 * The same patient under the same treatment, asked about another day.
 *
 * @param horizonDays at most a little later than the day that the patient was first asked about: the full-size box has room
 *   for one and a half times the growth up to that day
 * @throws ExpectedError 'job/cancelled'
 */
export async function withHorizon(
  place: PlacedPatient & Pick<ModelSituation, 'treatment'>,
  horizonDays: number,
  model: ModelDescription,
  pauses: Pauses,
): Promise<ForecastWorkplace> {
  const growth = extrapolatedGrowth(place.history, horizonDays, model);
  const grown = await growLesion(place.growthModel, horizonDays, pauses);
  return {
    ...place,
    input: { ...place.input, horizonDays },
    horizonDays,
    growth,
    grown,
    extrapolated: extrapolated(place, growth.linear),
    fitted: grown.outlines,
  };
}

/** The same patient and day under another treatment. */
export function withTreatment(place: ForecastWorkplace, treatment: Treatment): ForecastWorkplace {
  const other = { ...place, input: { ...place.input, treatment } };
  return { ...other, treatment: treatmentOf(other) };
}

function treatmentOf({ input, grid, last, allowedOnModelGrid }: PlacedPatient): TreatmentOnModelGrid {
  return treatmentOnModelGrid(input.treatment, { grid, coreMm: last.coreMm, brain: allowedOnModelGrid });
}

function extrapolated({ last, tissue }: PlacedPatient, { coreMm, oedemaMm }: OutlineGrowth): Outlines {
  return {
    coreMm: extrapolateDistanceMm(last.coreMm, coreMm, tissue),
    oedemaMm: last.oedemaMm === null ? null : extrapolateDistanceMm(last.oedemaMm, oedemaMm, tissue),
  };
}

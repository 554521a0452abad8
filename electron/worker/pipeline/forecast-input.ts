import { maskVoxels } from '../../core/base/volume.ts';
import type { ForecastInput, ForecastSequence } from '../../core/simulate/forecast-types.ts';
import type { DosePlan, Treatment } from '../../core/simulate/treatment.ts';
import type { CourseManifest } from '../../contract/course-manifest.ts';
import type { ForecastRequest } from '../../contract/requests.ts';
import type { PreparedForecast, PreparedVisit } from './prepare-visits.ts';

/** Sequences that can show a lesion by themselves, the better one first; a visit without either takes no part. */
const tellingSequences: readonly ForecastSequence[] = ['T1c', 'FLAIR'];

/** Sequences that the model takes and that can show a lesion by themselves, the better one first. */
export function usableSequences({ sequences }: CourseManifest): readonly ForecastSequence[] {
  return tellingSequences.filter((telling) => sequences.some(({ sequence }) => sequence === telling));
}

/** The treatment that a request supposes. */
export function treatmentOf({ arm, startDays, doseGy }: ForecastRequest, plan: DosePlan | null): Treatment {
  return { arm, startDays, prescribedGy: doseGy, plan };
}

/** What the model and its rivals are given: no more visits than the model takes (see `knownVisits`). */
export function forecastInput(
  prepared: PreparedForecast,
  request: ForecastRequest,
  { horizonDays, plan, visits }: ForecastQuestion,
): ForecastInput {
  const { baseline, brain, tissue } = prepared;
  const [previous, earlier] = knownVisits(prepared, visits.max);
  return {
    baseline: baseline.visit,
    previous: previous?.visit ?? null,
    earlier: earlier?.visit ?? null,
    horizonDays,
    treatment: treatmentOf(request, plan),
    ageYears: request.ageYears ?? null,
    brain,
    tissue,
  };
}

/** What is asked of a prepared patient. */
export interface ForecastQuestion {
  readonly horizonDays: number;
  readonly plan: DosePlan | null;
  /** How many visits the model takes. */
  readonly visits: CourseManifest['visits'];
}

/**
 * Visits before the baseline that the model is given, newest first. Those from before the first sight of the lesion are left
 * out; one on which it was gone for a while is not.
 */
export function knownVisits({ previous, earlier }: PreparedForecast, most: number): readonly PreparedVisit[] {
  const before = [...earlier, previous].filter((visit) => visit !== null).slice(most > 1 ? 1 - most : Infinity);
  const first = before.findIndex(({ visit }) => maskVoxels(visit.core) > 0);
  return first === -1 ? [] : before.slice(first).reverse();
}

import type { ForecastWorkplace } from '../../core/simulate/prepare-forecast.ts';
import type { ReportTreatment } from '../../core/write/report-model.ts';

/** The treatment that a forecast supposes, as the report says it. */
export function reportTreatment({ input, treatment, last }: ForecastWorkplace): ReportTreatment {
  const { plan, prescribedGy } = input.treatment;
  const { arm, startDays, doseGy } = treatment;
  const given = doseGy === null ? null : plan === null ? prescribedGy : meanInside(doseGy, last.coreMm);
  return { arm, startDays: arm === 'none' ? 0 : startDays, doseGy: given, ageYears: input.ageYears };
}

/** Mean over the voxels of a region; 0 for an empty one. */
function meanInside(values: Float32Array, distanceMm: Float32Array): number {
  let [sum, count] = [0, 0];
  for (let v = 0; v < values.length; v++) {
    if ((distanceMm[v] as number) >= 0) continue;
    sum += values[v] as number;
    count++;
  }
  return count === 0 ? 0 : sum / count;
}

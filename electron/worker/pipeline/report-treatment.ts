import { meanInside } from '../../core/simulate/mean-inside.ts';
import type { ForecastWorkplace } from '../../core/simulate/prepare-forecast.ts';
import type { ReportTreatment } from '../../core/write/report-model.ts';

/** The treatment that a forecast supposes, as the report says it. */
export function reportTreatment({ input, treatment, last }: ForecastWorkplace): ReportTreatment {
  const { plan, prescribedGy } = input.treatment;
  const { arm, startDays, doseGy } = treatment;
  const supposed = { arm, startDays: arm === 'none' ? 0 : startDays, ageYears: input.ageYears };
  if (doseGy === null) return { ...supposed, doseGy: null, doseFrom: null };
  if (plan === null) return { ...supposed, doseGy: prescribedGy, doseFrom: 'prescription' };
  return { ...supposed, doseGy: meanInside(doseGy, last.coreMm), doseFrom: 'plan' };
}

import type { Warning } from '../../core/base/warning.ts';
import type { ExplainedForecast } from '../../core/simulate/explain-types.ts';
import type { ForecastOutput } from '../../core/simulate/forecast-types.ts';
import type { ForecastWorkplace } from '../../core/simulate/prepare-forecast.ts';
import type { ReportModel } from '../../core/write/report-model.ts';
import type { CourseManifest } from '../../contract/course-manifest.ts';
import type { ForecastRequest } from '../../contract/requests.ts';
import type { LoadedModel } from '../inference/load-model.ts';
import type { Comparison } from './compare-forecast.ts';
import type { TreatmentOutcome } from './compare-treatments.ts';
import type { PreparedForecast } from './prepare-visits.ts';

/** A finished forecast with all its volumes. */
export interface FinishedForecast {
  readonly request: ForecastRequest;
  readonly patientLabel: string;
  readonly model: LoadedModel<CourseManifest>;
  readonly provider: string;
  readonly horizonDays: number;
  readonly prepared: PreparedForecast;
  /** What the model was given. */
  readonly place: ForecastWorkplace;
  readonly output: ForecastOutput;
  readonly comparison: Comparison;
  /** Response classes, and what another treatment would change. */
  readonly treatments: TreatmentOutcome;
  /** Which inputs moved the forecast; null where it was not asked for. */
  readonly explained: ExplainedForecast | null;
  readonly report: ReportModel;
  readonly warnings: readonly Warning[];
}

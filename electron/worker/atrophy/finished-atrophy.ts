import type { AtrophyManifest } from '../../contract/atrophy-manifest.ts';
import type { AtrophyRequest } from '../../contract/requests.ts';
import type { Mask } from '../../core/base/volume.ts';
import type { Warning } from '../../core/base/warning.ts';
import type { AtrophyForecast, AtrophySupposition } from '../../core/simulate/atrophy/forecast-atrophy.ts';
import type { AtrophyReportModel } from '../../core/write/atrophy/atrophy-report.ts';
import type { LoadedModel } from '../inference/load-model.ts';
import type { NativeImage } from '../pipeline/load-visit.ts';
import type { MeasuredPair } from './measure-pair.ts';

/** A finished atrophy forecast with all its volumes. */
export interface FinishedAtrophy {
  readonly request: AtrophyRequest;
  readonly patientLabel: string;
  readonly model: LoadedModel<AtrophyManifest>;
  readonly provider: string;
  /** The scan that the forecast starts from. */
  readonly primary: NativeImage;
  /** ISO date of that scan. */
  readonly date: string;
  /** Days from the patient's first scan to that one. */
  readonly day: number;
  readonly supposed: AtrophySupposition;
  readonly forecast: AtrophyForecast;
  /** Brain and the fluid round it, on the scan's grid. */
  readonly inside: Mask;
  /** What two real dates show; null where there is one. */
  readonly pair: MeasuredPair | null;
  readonly report: AtrophyReportModel;
  readonly warnings: readonly Warning[];
}

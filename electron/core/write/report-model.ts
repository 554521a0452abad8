import type { Affine } from '../base/affine.ts';
import type { SupposedTreatment } from '../base/treatment-words.ts';
import type { WarningInWords } from '../base/warning.ts';
import type { Explanation } from '../simulate/explain-types.ts';
import type { MethodScores } from '../verify/score-method.ts';
import type { ModelIdentity } from './model-identity.ts';
import { plainNumbers } from './plain-numbers.ts';
import { notice, type ScanOrigin } from './provenance.ts';
import type { ReportComparison, ReportResponse } from './report-response.ts';

/** One earlier or later scan as it was aligned with the baseline. */
export interface ReportRegistration {
  readonly date: string;
  readonly sequence: string;
  /** LPS of that scan to LPS of the baseline. */
  readonly movingToFixed: Affine;
  /** 0 (no match) to 1. */
  readonly quality: number;
}

/** The treatment that a forecast supposes. */
export interface ReportTreatment extends SupposedTreatment {
  readonly ageYears: number | null;
}

/** Everything that a report says, as plain data; `contract/report.ts` holds the schema that it must pass. */
export interface ReportModel {
  readonly schema: 'longview.report/1';
  readonly synthetic: true;
  readonly program: { readonly name: 'Longview'; readonly version: string };
  readonly model: ModelIdentity;
  /** The model that outlined lesions; null where none did. */
  readonly segmentation: ModelIdentity | null;
  readonly provider: string;
  readonly scans: ScanOrigin;
  readonly baselineDate: string;
  /** The visits before the baseline that the model was given. */
  readonly previousDate: string | null;
  readonly earlierDate: string | null;
  readonly followUpDate: string | null;
  readonly horizonDays: number;
  readonly treatment: ReportTreatment;
  readonly samples: number;
  readonly seed: number;
  readonly methods: readonly MethodScores[];
  readonly volumeMl: {
    readonly baseline: number;
    readonly predicted: number;
    readonly actual: number | null;
    readonly interval90: readonly [number, number];
  };
  readonly curve: {
    readonly visits: readonly { readonly date: string; readonly day: number; readonly coreMl: number }[];
    readonly futuresMl: readonly number[];
  };
  readonly response: ReportResponse;
  /** Null where no second treatment was asked about. */
  readonly comparison: ReportComparison | null;
  /** Which inputs moved the forecast; null where it was not asked for. */
  readonly explanation: Explanation | null;
  readonly registrations: readonly ReportRegistration[];
  readonly warnings: readonly WarningInWords[];
  readonly timingsMs: Readonly<Record<string, number>>;
  readonly notice: string;
}

/** What the caller knows; the fixed fields are added here. */
export type ReportParts = Omit<ReportModel, 'schema' | 'synthetic' | 'program' | 'notice'> & {
  readonly programVersion: string;
};

/**
 * The outcome of one forecast in the stable format of `report.json`. Numbers keep six significant digits; what is not
 * finite becomes `null`.
 */
export function buildReport(parts: ReportParts): ReportModel {
  const { programVersion, warnings, ...rest } = parts;
  return {
    schema: 'longview.report/1',
    synthetic: true,
    program: { name: 'Longview', version: programVersion },
    ...plainNumbers(rest),
    warnings,
    notice,
  };
}

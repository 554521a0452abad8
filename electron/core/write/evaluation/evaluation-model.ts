import type { SupposedTreatment } from '../../base/treatment-words.ts';
import type { PatientFigures } from '../../verify/patient-figures.ts';
import type { SetSummary } from '../../verify/summarise-patients.ts';
import type { ModelIdentity } from '../model-identity.ts';
import type { ScanOrigin } from '../provenance.ts';

/** One evaluated patient as the page shows it. */
export interface PatientRow extends Pick<PatientFigures, 'coreVolumeMl'> {
  readonly name: string;
  readonly scans: ScanOrigin;
  readonly baselineDate: string;
  readonly followUpDate: string;
  readonly horizonDays: number;
  readonly visits: number;
  readonly treatment: Pick<SupposedTreatment, 'arm' | 'startDays'>;
  readonly outlines: { readonly baseline: string; readonly followUp: string };
  readonly response: NamedClasses;
  readonly methods: Readonly<
    Record<
      string,
      {
        readonly core: PatientFigures['methods'][string]['core'];
        readonly coreVolumeMl: number;
        readonly response: NamedClasses;
      }
    >
  >;
  readonly futures: { readonly interval90Ml: readonly [number, number] };
  readonly warnings: readonly { readonly code: string; readonly words: string }[];
}

/** Response classes by both criteria. */
interface NamedClasses {
  readonly rano2: string;
  readonly recist11: string;
}

/** What the page of an evaluation is made from; the contract's `Evaluation` fits. */
export interface EvaluationModel {
  readonly program: { readonly version: string };
  readonly model: ModelIdentity;
  /** The model that outlined lesions; null where none did. */
  readonly segmentation: ModelIdentity | null;
  readonly provider: string;
  readonly samples: number;
  readonly seed: number;
  /** The model first. */
  readonly methods: readonly string[];
  readonly testSets: { readonly given: SetSummary };
  readonly patients: readonly PatientRow[];
  readonly failed: readonly FailedRow[];
}

/** A patient that could not be evaluated. */
export interface FailedRow {
  readonly name: string;
  readonly code: string;
  readonly title: string;
  readonly whatToDo: string;
}

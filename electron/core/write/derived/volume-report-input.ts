import type { Sha256 } from '../uid.ts';
import type { DerivedInput } from './derived-input.ts';
import type { ReportedStructure } from './structure-codes.ts';

/** What a report says of one structure on one day. */
export interface StructureVolume {
  readonly structure: ReportedStructure;
  readonly volumeMl: number;
  /** Change to this day, negative for a loss; null where there is nothing to compare with. */
  readonly change: { readonly percentPerYear: number; readonly intervalDays: number } | null;
}

/** What a report of one day is made from. */
export interface VolumeReportInput extends DerivedInput {
  /** Each structure once. Where `intracranial` is among them, the others are also said as a share of it. */
  readonly volumes: readonly StructureVolume[];
  /** Days since the patient's first scan, 0 for that scan itself; of a prediction, those of the day that is foretold. */
  readonly daysFromFirst: number;
  readonly sha256: Sha256;
}

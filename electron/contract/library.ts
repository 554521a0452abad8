import type { Vec3 } from '../core/base/vector.ts';
import type { Warning } from '../core/base/warning.ts';
import type { Sequence } from './sequence.ts';

/** What a folder holds, read from headers alone. */
export interface LibraryIndex {
  readonly path: string;
  readonly patients: readonly PatientEntry[];
  readonly filesRead: number;
  /** Files that are not images, counted by reason (a Problem code), with a few names of each. */
  readonly skipped: readonly SkippedFiles[];
  readonly warnings: readonly Warning[];
  readonly elapsedMs: number;
}

/** Files left out for one reason. */
export interface SkippedFiles {
  readonly reason: string;
  readonly files: number;
  readonly examples: readonly string[];
}

/** One patient: PatientID within its issuer, never the name alone. */
export interface PatientEntry {
  /** Stable key, safe to show in logs: a digest of issuer and PatientID. */
  readonly key: string;
  /** PatientID as stored, for the window and the terminal only. */
  readonly label: string;
  readonly studies: readonly StudyEntry[];
}

/** One study of one patient. */
export interface StudyEntry {
  readonly studyInstanceUid: string;
  /** ISO date, YYYY-MM-DD; null when the file names none. */
  readonly date: string | null;
  readonly description: string;
  readonly series: readonly SeriesEntry[];
}

/** One series: a stack of slices, or a NIfTI volume. */
export interface SeriesEntry {
  readonly key: string;
  readonly modality: string;
  readonly description: string;
  readonly files: number;
  /** [columns, rows, slices]; slices counted from headers. */
  readonly size: Vec3;
  readonly spacingMm: Vec3 | null;
  readonly sequence: Sequence;
  /** Why this sequence was recognised: attribute and value, in words. */
  readonly evidence: readonly string[];
  /** Code of the Problem that keeps this series from being used, if any. */
  readonly problemCode: string | null;
}

/** One patient's dated visits, oldest first. */
export interface Timeline {
  readonly timelineId: string;
  readonly patientKey: string;
  readonly patientLabel: string;
  readonly visits: readonly Visit[];
  readonly warnings: readonly Warning[];
}

/** Everything acquired on one date. */
export interface Visit {
  readonly date: string;
  /** Days since the first visit. */
  readonly day: number;
  readonly series: readonly SeriesEntry[];
}

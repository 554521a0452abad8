import type { Problem } from '../../core/base/problem.ts';
import type { Mask, Volume } from '../../core/base/volume.ts';
import type { Warning } from '../../core/base/warning.ts';
import type { Grid } from '../../core/base/grid.ts';
import type { ImageHeader } from '../../core/decode/image-header.ts';
import type { LibraryIndex, SeriesEntry, Timeline } from '../../contract/library.ts';

/** A series with what is needed to load it: the engine's own knowledge, never sent to a host. */
export interface LoadableSeries {
  readonly entry: SeriesEntry;
  readonly kind: 'dicom' | 'nifti';
  readonly patientKey: string;
  readonly patientLabel: string;
  readonly studyInstanceUid: string;
  readonly studyDescription: string;
  /** ISO date of the visit; null when nothing names one. */
  readonly date: string | null;
  /** Where the date was found: a DICOM keyword, or 'folder name' or 'file name'. */
  readonly dateSource: string;
  /** Absolute paths; DICOM: one per slice, in the order of the grid. */
  readonly paths: readonly string[];
  /** DICOM: one per slice, in the order of `paths`. NIfTI: empty. */
  readonly headers: readonly ImageHeader[];
  /** Null when the series cannot be used. */
  readonly grid: Grid | null;
  /** Why the series cannot be used; null when it can. */
  readonly problem: Problem | null;
  /** False when the sequence was recognised on weak evidence only. */
  readonly sequenceCertain: boolean;
  readonly warnings: readonly Warning[];
}

/** A folder's index with the engine's own knowledge beside what is shown. */
export interface FolderIndex {
  readonly index: LibraryIndex;
  /** Every series, also the unusable ones, by `entry.key`. */
  readonly series: ReadonlyMap<string, LoadableSeries>;
}

/** One patient's time line, ready to load. */
export interface OpenedTimeline {
  /** `timelineId` is empty here; whoever keeps the time line fills it. */
  readonly timeline: Timeline;
  readonly series: ReadonlyMap<string, LoadableSeries>;
}

/** A loaded image. */
export interface LoadedVolume {
  readonly volume: Volume;
  readonly warnings: readonly Warning[];
}

/** A loaded region, on exactly the grid of the image that it belongs to. */
export interface LoadedMask {
  readonly mask: Mask;
  readonly warnings: readonly Warning[];
}

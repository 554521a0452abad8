/**
 * Every expected failure, as plain data: a closed union, one entry per thing that a user can mend.
 * File names are names within the folder that the user chose, never patient attributes.
 */
export type Problem =
  // decode
  | { readonly code: 'folder/not-found'; readonly path: string }
  | { readonly code: 'folder/empty'; readonly path: string }
  | {
      readonly code: 'folder/no-images';
      readonly path: string;
      readonly otherFiles: number;
      readonly examples: readonly string[];
    }
  | { readonly code: 'file/not-readable'; readonly file: string; readonly reason: string }
  | { readonly code: 'dicom/not-dicom'; readonly file: string; readonly looksLike: string }
  | { readonly code: 'dicom/truncated'; readonly file: string }
  | { readonly code: 'dicom/malformed'; readonly file: string; readonly reason: string }
  | { readonly code: 'dicom/unsupported-transfer-syntax'; readonly file: string; readonly transferSyntaxUid: string }
  | { readonly code: 'dicom/missing-attribute'; readonly file: string; readonly keyword: string }
  | { readonly code: 'dicom/unsupported-pixels'; readonly file: string; readonly reason: string }
  | { readonly code: 'nifti/malformed'; readonly file: string; readonly reason: string }
  | { readonly code: 'series/uneven-slices'; readonly gapsMm: readonly number[]; readonly toleranceMm: number }
  | { readonly code: 'series/repeated-slice'; readonly positionMm: number; readonly files: readonly string[] }
  | { readonly code: 'series/mixed-geometry'; readonly keyword: string }
  | { readonly code: 'series/single-slice' }
  | { readonly code: 'series/tilted-stack'; readonly tiltDegrees: number; readonly toleranceDegrees: number }
  | { readonly code: 'series/localizer' }
  | { readonly code: 'series/prediction' }
  | { readonly code: 'series/too-large'; readonly neededBytes: number; readonly budgetBytes: number }
  // order
  | { readonly code: 'patient/several'; readonly patients: number; readonly keys: readonly string[] }
  | { readonly code: 'patient/not-found'; readonly key: string; readonly keys: readonly string[] }
  | { readonly code: 'timeline/missing-date'; readonly files: number; readonly examples: readonly string[] }
  | { readonly code: 'timeline/equal-dates'; readonly date: string }
  | {
      readonly code: 'timeline/too-few-dates';
      readonly dates: number;
      readonly needed: number;
      readonly because: 'forecast' | 'hold-out';
    }
  | { readonly code: 'timeline/unknown-date'; readonly date: string; readonly dates: readonly string[] }
  | {
      readonly code: 'timeline/no-usable-sequence';
      readonly date: string;
      readonly found: readonly string[];
      readonly needed: readonly string[];
    }
  // register
  | { readonly code: 'register/failed'; readonly date: string; readonly reason: string }
  // segment
  | {
      readonly code: 'mask/other-grid';
      readonly file: string;
      readonly maskSize: readonly number[];
      readonly imageSize: readonly number[];
      readonly distanceMm: number;
    }
  | { readonly code: 'mask/empty'; readonly file: string }
  | { readonly code: 'mask/not-binary'; readonly file: string; readonly labels: readonly number[] }
  | { readonly code: 'segment/no-brain'; readonly date: string }
  | { readonly code: 'segment/no-contrast-image'; readonly date: string }
  | { readonly code: 'segment/no-lesion'; readonly date: string }
  | { readonly code: 'dose/not-dose'; readonly file: string; readonly found: string }
  | { readonly code: 'dose/unsupported'; readonly file: string; readonly reason: string }
  | { readonly code: 'dose/other-frame'; readonly file: string; readonly dates: readonly string[] }
  // simulate
  | { readonly code: 'model/unknown'; readonly id: string; readonly known: readonly string[] }
  | { readonly code: 'model/wrong-kind'; readonly id: string; readonly kind: string; readonly needed: string }
  | { readonly code: 'model/bad-manifest'; readonly id: string; readonly reason: string }
  | { readonly code: 'model/missing-file'; readonly id: string; readonly file: string }
  | {
      readonly code: 'model/checksum-mismatch';
      readonly id: string;
      readonly file: string;
      readonly expected: string;
      readonly actual: string;
    }
  | {
      readonly code: 'model/golden-mismatch';
      readonly id: string;
      readonly provider: string;
      readonly maxAbsError: number;
      readonly allowed: number;
    }
  | { readonly code: 'model/graph-mismatch'; readonly id: string; readonly reason: string }
  | { readonly code: 'model/runtime-failed'; readonly id: string; readonly reason: string }
  // write
  | { readonly code: 'output/exists'; readonly path: string }
  | { readonly code: 'output/unsupported-modality'; readonly modality: string }
  | { readonly code: 'output/not-writable'; readonly path: string; readonly reason: string }
  // evaluate
  | { readonly code: 'evaluation/bad-list'; readonly file: string; readonly issues: readonly string[] }
  | { readonly code: 'evaluation/nobody'; readonly patients: number; readonly codes: readonly string[] }
  // hosts
  | { readonly code: 'request/invalid'; readonly capability: string; readonly issues: readonly string[] }
  | { readonly code: 'handle/expired'; readonly kind: string }
  | { readonly code: 'engine/stopped'; readonly exit: string }
  | { readonly code: 'job/cancelled' };

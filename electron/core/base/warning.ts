/**
 * The result is usable, but something was assumed or is doubtful. Shown beside the result and written into exports.
 * Plain data: a closed union.
 */
export type Warning =
  | {
      readonly code: 'decode/files-skipped';
      readonly files: number;
      readonly reasons: Readonly<Record<string, number>>;
    }
  | { readonly code: 'decode/axes-flipped-unknown'; readonly file: string }
  | { readonly code: 'decode/non-finite-voxels'; readonly file: string; readonly voxels: number }
  | { readonly code: 'decode/mask-moved'; readonly file: string; readonly distanceMm: number }
  | { readonly code: 'order/date-assumed'; readonly date: string; readonly source: string }
  | {
      readonly code: 'order/series-unusable';
      readonly series: string;
      readonly date: string;
      readonly problemCode: string;
    }
  | { readonly code: 'order/sequence-overridden'; readonly series: string; readonly sequence: string }
  | {
      readonly code: 'order/sequence-uncertain';
      readonly series: string;
      readonly sequence: string;
      readonly evidence: readonly string[];
    }
  | {
      readonly code: 'register/poor-match';
      readonly date: string;
      readonly sequence: string;
      readonly quality: number;
      readonly expectedAtLeast: number;
    }
  | {
      readonly code: 'register/partial-overlap';
      readonly date: string;
      readonly sequence: string;
      readonly overlapFraction: number;
    }
  | { readonly code: 'segment/brain-by-model'; readonly date: string; readonly volumeMl: number }
  | { readonly code: 'segment/automatic-lesion'; readonly date: string; readonly volumeMl: number }
  | {
      readonly code: 'segment/model-lesion';
      /** Id and version. */
      readonly model: string;
      readonly date: string;
      readonly volumeMl: number;
      /** Mean over the core's voxels, 0..1. */
      readonly probability: number;
    }
  | { readonly code: 'segment/model-unavailable'; readonly id: string; readonly problemCode: string }
  | { readonly code: 'segment/model-found-nothing'; readonly date: string; readonly volumeMl: number }
  | { readonly code: 'segment/core-without-contrast'; readonly date: string }
  | { readonly code: 'segment/holes-filled'; readonly date: string; readonly volumeMl: number }
  | { readonly code: 'segment/mask-resampled'; readonly date: string; readonly distanceMm: number }
  | { readonly code: 'segment/lesion-absent'; readonly date: string }
  | { readonly code: 'segment/no-oedema'; readonly date: string }
  | { readonly code: 'simulate/single-visit'; readonly rateMmPerDay: number }
  | {
      readonly code: 'simulate/out-of-range';
      readonly quantity: string;
      readonly value: number;
      readonly minimum: number;
      readonly maximum: number;
      readonly unit: string;
    }
  | { readonly code: 'simulate/horizon-from-follow-up'; readonly askedDays: number; readonly usedDays: number }
  | { readonly code: 'simulate/course-unknown' }
  | { readonly code: 'simulate/age-unknown' }
  | { readonly code: 'simulate/years-of-disease-unknown' }
  | { readonly code: 'simulate/age-from-header' }
  | { readonly code: 'simulate/lesion-cropped'; readonly fractionOutside: number }
  | { readonly code: 'simulate/missing-sequence'; readonly sequence: string }
  | { readonly code: 'simulate/growth-fit-poor'; readonly residualPercent: number }
  | { readonly code: 'simulate/dose-unused'; readonly file: string }
  | { readonly code: 'simulate/dose-misses-lesion'; readonly reachedFraction: number }
  | { readonly code: 'simulate/treatment-after-horizon'; readonly startDays: number; readonly horizonDays: number }
  | { readonly code: 'verify/truth-automatic'; readonly date: string }
  | { readonly code: 'verify/dates-close'; readonly date: string; readonly days: number; readonly leastDays: number }
  | { readonly code: 'verify/structure-untrusted'; readonly structure: string; readonly trustedShare: number }
  | { readonly code: 'write/no-dicom-source' }
  | { readonly code: 'write/no-dicom-comparison' }
  | { readonly code: 'verify/worse-than-no-change'; readonly region: string; readonly difference: number };

/** A Warning and the words for it; the words are the contract's, core only carries them. */
export type WarningInWords = Warning & { readonly words: string };

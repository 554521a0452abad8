import { z } from 'zod';
import { structureInWords } from '../core/base/atrophy-words.ts';
import type { Warning, WarningInWords } from '../core/base/warning.ts';

/** Warnings as the files of results hold them. */
export const wordedWarningsSchema = z.array(z.looseObject({ code: z.string(), words: z.string() }));

type WordsTable = {
  readonly [Code in Warning['code']]: (warning: Extract<Warning, { code: Code }>) => string;
};

/** The words for one Warning; the table below must name every code, or the program does not compile. */
export function warningWords(warning: Warning): string {
  const words = table[warning.code] as (warning: Warning) => string;
  return words(warning);
}

/** A Warning together with its words, for files and tables. */
export function wordedWarning(warning: Warning): WarningInWords {
  return { ...warning, words: warningWords(warning) };
}

/** What a model may name a trained range of. */
const quantityWords: Readonly<Record<string, string>> = {
  horizonDays: 'The horizon',
  intervalDays: 'The time between the last two dates',
  earlierIntervalDays: 'The time between the two dates before the last',
  coreVolumeMl: 'The core volume of the last scan',
  oedemaVolumeMl: 'The volume of core and oedema of the last scan',
  spacingMm: 'The coarsest spacing of the last scan',
  startDays: 'The start of the treatment',
  doseGy: 'The prescribed dose',
  ageYears: 'The age',
  years: 'The time ahead',
  yearsOfDisease: 'The time of disease until the last scan',
};

const table: WordsTable = {
  'decode/files-skipped': (w) =>
    `${w.files} file(s) were left out: ${Object.entries(w.reasons)
      .map(([reason, files]) => `${files} x ${reason}`)
      .join(', ')}.`,
  'decode/axes-flipped-unknown': (w) =>
    `${w.file} does not say how its axes lie in the patient; left and right may be exchanged.`,
  'decode/non-finite-voxels': (w) =>
    `${w.file} holds ${w.voxels} voxel(s) without a value (NaN or infinite); they count as 0.`,
  'decode/mask-moved': (w) =>
    `The mask ${w.file} lies ${w.distanceMm.toFixed(2)} mm beside its scan's grid; it was laid on the nearest voxels.`,
  'order/series-unusable': (w) =>
    `Series "${w.series}" of ${w.date} cannot be used (${w.problemCode}) and is left out.`,
  'order/date-assumed': (w) =>
    `The visit of ${w.date} is dated by its ${w.source}, because the files carry no study date.`,
  'order/sequence-overridden': (w) => `Series "${w.series}" is used as ${w.sequence} because you said so.`,
  'order/sequence-uncertain': (w) =>
    `Series "${w.series}" is taken for ${w.sequence} on weak evidence (${w.evidence.join('; ')}).`,
  'register/poor-match': (w) =>
    `The ${w.sequence} scan of ${w.date} may not be well aligned (match ${w.quality.toFixed(2)}, expected at least ${w.expectedAtLeast.toFixed(2)}). Compare it by eye before using the numbers.`,
  'register/partial-overlap': (w) =>
    `The ${w.sequence} scan of ${w.date} covers only ${Math.round(100 * w.overlapFraction)} % of the baseline; nothing is known outside it.`,
  'segment/brain-by-model': (w) =>
    `Brightness and shape did not show the brain of ${w.date}; the segmentation model outlined it (${w.volumeMl.toFixed(0)} ml). Compare the alignment of the dates by eye.`,
  'segment/automatic-lesion': (w) =>
    `The lesion of ${w.date} (${w.volumeMl.toFixed(1)} ml) was outlined by rules of brightness and shape and not checked by anybody.`,
  'segment/model-lesion': (w) =>
    `The lesion of ${w.date} (${w.volumeMl.toFixed(1)} ml) was outlined by ${w.model} (mean probability ${w.probability.toFixed(2)}) and not checked by anybody.`,
  'segment/model-unavailable': (w) =>
    `The segmentation model ${w.id} could not be used (${w.problemCode}): rules of brightness and shape took its place. \`longview doctor\` says more.`,
  'segment/model-found-nothing': (w) =>
    `On ${w.date} the segmentation model found no lesion core, but rules of brightness and shape found ${w.volumeMl.toFixed(1)} ml, which is used. Look at it before using the numbers.`,
  'segment/core-without-contrast': (w) =>
    `The lesion core of ${w.date} was outlined without a T1 with contrast; what would enhance is a guess.`,
  'segment/holes-filled': (w) =>
    `Enclosed dark parts (${w.volumeMl.toFixed(1)} ml) of the mask of ${w.date} are counted as lesion core.`,
  'segment/mask-resampled': (w) =>
    `The mask of ${w.date} was moved by ${w.distanceMm.toFixed(1)} mm to its scan's grid.`,
  'segment/lesion-absent': (w) => `No lesion was outlined on ${w.date}.`,
  'segment/no-oedema': (w) =>
    `No oedema was outlined on ${w.date}, because no FLAIR or T2 shows any: it is not forecast.`,
  'simulate/single-visit': (w) =>
    `Only one earlier date is known, so the speed of growth is the training population's (${w.rateMmPerDay.toFixed(3)} mm/day), not this patient's.`,
  'simulate/out-of-range': (w) =>
    `${quantityWords[w.quantity] ?? w.quantity} is ${w.value.toFixed(1)} ${w.unit}; the model was trained on ${w.minimum.toFixed(1)} to ${w.maximum.toFixed(1)} ${w.unit}. Trust the result less.`,
  'simulate/horizon-from-follow-up': (w) =>
    `The horizon is the ${w.usedDays} days to the held-out follow-up, not the ${w.askedDays} days asked for; otherwise the comparison would mean nothing.`,
  'simulate/course-unknown': () =>
    'No course was supposed: the model answered for an unknown one, which may be healthy ageing or a disease.',
  'simulate/age-unknown': () =>
    'The age is unknown: the model answered without it, though healthy brains shrink faster with age.',
  'simulate/years-of-disease-unknown': () =>
    'The years of disease are unknown: the change since the healthy counterpart is a guess of its size, has no yearly rate and has wider intervals.',
  'simulate/age-from-header': () =>
    'The age was not given: it was taken from the header of the scan. Give it yourself if the header may be wrong.',
  'simulate/lesion-cropped': (w) =>
    `${Math.round(100 * w.fractionOutside)} % of the lesion lies outside the model's field and stays as it is.`,
  'simulate/missing-sequence': (w) => `The model was given no ${w.sequence}.`,
  'simulate/growth-fit-poor': (w) =>
    `The fitted growth model misses the measured volumes by ${w.residualPercent.toFixed(0)} %.`,
  'simulate/dose-unused': (w) =>
    `The dose file ${w.file} was not used, because no treatment with radiotherapy was asked for.`,
  'simulate/dose-misses-lesion': (w) =>
    `Only ${Math.round(100 * w.reachedFraction)} % of the lesion core receives half of the plan's highest dose or more; the plan may belong to another lesion, or lie elsewhere.`,
  'simulate/treatment-after-horizon': (w) =>
    `The treatment begins on day ${w.startDays}, after the forecast's horizon of ${w.horizonDays} days: it changes nothing yet.`,
  'verify/truth-automatic': (w) =>
    `The lesion of the follow-up of ${w.date} was outlined automatically; the scores compare with that outline, not with an expert's.`,
  'verify/dates-close': (w) =>
    `The other date, ${w.date}, lies only ${w.days} days away; change is measured from ${w.leastDays} days on, because a yearly rate from less is mostly noise.`,
  'verify/structure-untrusted': (w) =>
    `No rate is given for ${structureInWords(w.structure)}: registration could follow only ${Math.round(100 * w.trustedShare)} % of it from one date to the other.`,
  'write/no-dicom-source': () =>
    'No DICOM series was written, because the scans came as NIfTI: there is no study to belong to. See the nifti folder.',
  'write/no-dicom-comparison': () =>
    'The measured change was not written as DICOM, because the other date came as NIfTI. See the nifti folder and the report.',
  'verify/worse-than-no-change': (w) =>
    `For the ${w.region}, the model is worse than assuming no change (Dice lower by ${Math.abs(w.difference).toFixed(2)}).`,
};

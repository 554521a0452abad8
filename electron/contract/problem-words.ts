import type { Problem } from '../core/base/problem.ts';

/** What the user reads when something was refused. */
export interface ProblemWords {
  /** What is wrong, one sentence. */
  readonly title: string;
  /** What to do about it, one or two sentences. */
  readonly whatToDo: string;
}

type WordsFor<Code extends Problem['code']> = (problem: Extract<Problem, { code: Code }>) => ProblemWords;
type WordsTable = { readonly [Code in Problem['code']]: WordsFor<Code> };

/** The words for one Problem; the table below must name every code, or the program does not compile. */
export function problemWords(problem: Problem): ProblemWords {
  const words = table[problem.code] as (problem: Problem) => ProblemWords;
  return words(problem);
}

/** What models of a kind do, in words. */
const tasks: Readonly<Record<string, string>> = {
  course: 'forecasting lesions',
  atrophy: 'forecasting brains',
  segmentation: 'outlining lesions',
};
const taskOf = (kind: string): string => tasks[kind] ?? kind;

const say = (title: string, whatToDo: string): ProblemWords => ({ title, whatToDo });
const list = (values: readonly (string | number)[]): string => values.slice(0, 8).join(', ');
const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;
const millimetres = (values: readonly number[]): string => list(values.map((value) => Number(value.toFixed(2))));

const giveOutline =
  'give an outline of that date, a NIfTI or DICOM SEG mask (in a terminal: --mask DATE=FILE; to evaluate: in evaluate.json or --masks).';

const table: WordsTable = {
  'folder/not-found': (p) =>
    say(`There is no folder or file at ${p.path}.`, 'Check the path, or choose the folder again.'),
  'folder/empty': (p) =>
    say(`The folder ${p.path} is empty.`, 'Choose the folder that holds the DICOM or NIfTI files.'),
  'folder/no-images': (p) =>
    say(
      `No usable image was found in ${p.path}: ${p.otherFiles} other file(s)${p.examples.length > 0 ? `, such as ${list(p.examples)}` : ''}.`,
      'Choose a folder with DICOM images or NIfTI volumes (.nii, .nii.gz).',
    ),
  'file/not-readable': (p) =>
    say(`${p.file} cannot be read: ${p.reason}.`, 'Check that the file exists and that you may read it.'),
  'dicom/not-dicom': (p) => say(`${p.file} is ${p.looksLike}, not DICOM.`, 'Give a DICOM or NIfTI file instead.'),
  'dicom/truncated': (p) =>
    say(
      `${p.file} ends before its data are complete.`,
      'Copy the file again from its source; it was cut off on the way.',
    ),
  'dicom/malformed': (p) =>
    say(`${p.file} breaks the DICOM format: ${p.reason}.`, 'Export the series again from the archive or scanner.'),
  'dicom/unsupported-transfer-syntax': (p) =>
    say(
      `${p.file} is compressed in a way that is not read yet (transfer syntax ${p.transferSyntaxUid}).`,
      'Export the series uncompressed (explicit VR little endian).',
    ),
  'dicom/missing-attribute': (p) =>
    say(
      `${p.file} lacks the attribute ${p.keyword}.`,
      'The series cannot be placed in space without it; export it again.',
    ),
  'dicom/unsupported-pixels': (p) =>
    say(
      `The pixels of ${p.file} are of a kind that is not read: ${p.reason}.`,
      'Use single-channel images of 8, 16 or 32 bits.',
    ),
  'nifti/malformed': (p) =>
    say(`${p.file} is not a sound NIfTI volume: ${p.reason}.`, 'Write the volume again with the program that made it.'),
  'series/uneven-slices': (p) =>
    say(
      `The slices are not evenly spaced: gaps of ${millimetres(p.gapsMm)} mm (allowed deviation ${p.toleranceMm} mm).`,
      'A slice is probably missing: copy the series again, or choose another series of that date.',
    ),
  'series/repeated-slice': (p) =>
    say(
      `Several files lie at the same position (${p.positionMm.toFixed(2)} mm): ${list(p.files)}.`,
      'Two acquisitions are mixed in one series: keep the files of one of them.',
    ),
  'series/mixed-geometry': (p) =>
    say(
      `The files of one series disagree in ${p.keyword}.`,
      'They are not one stack: keep the files that belong together.',
    ),
  'series/single-slice': () =>
    say('The series has a single slice.', 'A forecast needs a volume: choose a series with more slices.'),
  'series/tilted-stack': (p) =>
    say(
      `The slices are stacked at a slant of ${p.tiltDegrees.toFixed(1)} degrees (allowed ${p.toleranceDegrees}), as with a tilted gantry.`,
      'Export the series resampled to a straight stack, or choose another series of that date.',
    ),
  'series/localizer': () =>
    say('The series is a localizer (scout), not a scan.', 'Choose another series of that date.'),
  'series/prediction': () =>
    say(
      'The series is a prediction computed from other images, not a scan.',
      'Choose a scanned series; predictions never enter a time line.',
    ),
  'series/too-large': (p) =>
    say(
      `The series needs ${megabytes(p.neededBytes)} of memory, more than the budget of ${megabytes(p.budgetBytes)}.`,
      'Close other patients, or choose a series of lower resolution.',
    ),
  'patient/several': (p) =>
    say(
      `The folder holds ${p.patients} patients (${list(p.keys)}).`,
      'Choose one of them (in a terminal: --patient KEY), or open the folder of a single patient.',
    ),
  'patient/not-found': (p) => say(`There is no patient ${p.key} here.`, `Choose one of: ${list(p.keys)}.`),
  'timeline/missing-date': (p) =>
    say(
      `${p.files} file(s) carry no date, such as ${list(p.examples)}.`,
      'Put each date into its own folder named YYYY-MM-DD, or restore StudyDate in the files.',
    ),
  'timeline/equal-dates': (p) =>
    say(
      `Two different visits carry the same date, ${p.date}.`,
      'Correct the date of one of them, or open only one of the two folders.',
    ),
  'timeline/too-few-dates': (p) =>
    say(
      `There ${p.dates === 1 ? 'is 1 date' : `are ${p.dates} dates`}; ${p.because === 'hold-out' ? 'holding out the last one' : 'a forecast'} needs ${p.needed}.`,
      p.because === 'hold-out'
        ? 'Add an earlier date, or forecast without holding out the last one.'
        : 'Add a dated series.',
    ),
  'timeline/unknown-date': (p) => say(`There is no visit on ${p.date}.`, `Use one of the dates: ${list(p.dates)}.`),
  'timeline/no-usable-sequence': (p) =>
    say(
      `The visit of ${p.date} has no series that this model can use (found: ${list(p.found)}; needed: ${list(p.needed)}).`,
      `If a series was recognised wrongly, name its sequence yourself (in a terminal: --sequence SERIES=${p.needed[0] ?? 'T1c'}).`,
    ),
  'register/failed': (p) =>
    say(
      `The scan of ${p.date} could not be aligned: ${p.reason}.`,
      'Check that both dates show the same part of the body.',
    ),
  'mask/other-grid': (p) =>
    say(
      `The mask ${p.file} lies on another grid than its scan (${list(p.maskSize)} against ${list(p.imageSize)} voxels, ${p.distanceMm.toFixed(1)} mm apart).`,
      'Give the mask that was drawn on this very series, or resample it there first.',
    ),
  'mask/empty': (p) =>
    say(
      `The mask ${p.file} marks nothing.`,
      'Give a mask with at least one voxel, or leave it out to outline automatically.',
    ),
  'mask/not-binary': (p) =>
    say(
      `The mask ${p.file} holds several labels (${list(p.labels)}).`,
      'Give one file per region, with 0 outside and one value inside.',
    ),
  'segment/no-brain': (p) =>
    say(
      `No brain was found in the scan of ${p.date}.`,
      'Check that the series shows the whole head and was recognised as the right sequence.',
    ),
  'segment/no-contrast-image': (p) =>
    say(
      `The visit of ${p.date} has no T1 with contrast, so rules cannot outline its lesion.`,
      `Let the segmentation model outline it (\`longview doctor\` says why it does not run), or ${giveOutline}`,
    ),
  'segment/no-lesion': (p) => say(`No enhancing lesion was found in the scan of ${p.date}.`, `Please ${giveOutline}`),
  'dose/not-dose': (p) =>
    say(
      `${p.file} is no DICOM RT Dose but ${p.found}.`,
      'Give the dose of the plan (modality RTDOSE), or leave it out.',
    ),
  'dose/unsupported': (p) =>
    say(
      `The dose ${p.file} is of a kind that is not read: ${p.reason}.`,
      'Export the total physical dose of the plan in Gy, or give the prescribed dose instead (in a terminal: --dose-gy).',
    ),
  'dose/other-frame': (p) =>
    say(
      `The dose ${p.file} lies in the space of none of the scans (dates ${list(p.dates)}).`,
      'Export the dose in the frame of reference of one of these scans, or give the prescribed dose instead (in a terminal: --dose-gy).',
    ),
  'model/unknown': (p) => say(`There is no model called ${p.id}.`, `Use one of: ${list(p.known)}.`),
  'model/wrong-kind': (p) =>
    say(
      `The model ${p.id} is for ${taskOf(p.kind)}, not for ${taskOf(p.needed)}.`,
      'Choose another model; its card says what it is for (in a terminal: `longview models`).',
    ),
  'model/bad-manifest': (p) =>
    say(
      `The manifest of model ${p.id} is not valid: ${p.reason}.`,
      'Export the model again, or install the original release.',
    ),
  'model/missing-file': (p) =>
    say(`The model ${p.id} lacks its file ${p.file}.`, 'Install the original release of the model again.'),
  'model/checksum-mismatch': (p) =>
    say(
      `The file ${p.file} of model ${p.id} is not the one that was released (SHA-256 ${p.actual.slice(0, 12)}... instead of ${p.expected.slice(0, 12)}...).`,
      'It is damaged or was changed, and is not run. Install the original release again.',
    ),
  'model/golden-mismatch': (p) =>
    say(
      `On ${p.provider}, model ${p.id} does not reproduce its reference output (error ${p.maxAbsError.toExponential(2)}, allowed ${p.allowed}).`,
      'This provider is not trusted for this model. Use another one; on the CPU, install the release again.',
    ),
  'model/graph-mismatch': (p) =>
    say(
      `The graph of model ${p.id} does not fit its manifest: ${p.reason}.`,
      'Export the model again, or install the original release.',
    ),
  'model/runtime-failed': (p) =>
    say(
      `Model ${p.id} stopped while running: ${p.reason}.`,
      'Close other programs to free memory and try again (in a terminal, `longview doctor` checks every model).',
    ),
  'output/exists': (p) =>
    say(
      `${p.path} exists already and is not an earlier Longview result.`,
      'Choose another output folder; nothing was overwritten.',
    ),
  'output/unsupported-modality': (p) =>
    say(
      `A predicted series can be written as MR or CT, not as ${p.modality === '' ? 'an image without a modality' : p.modality}.`,
      'Use the NIfTI files of the result, or start from an MR or CT series.',
    ),
  'output/not-writable': (p) =>
    say(`${p.path} cannot be written: ${p.reason}.`, 'Choose a folder that you may write to, with enough space.'),
  'evaluation/bad-list': (p) =>
    say(
      `${p.file} is not a list of patients: ${list(p.issues)}.`,
      'Write it as assets/schemas/evaluation-list-1.schema.json says.',
    ),
  'evaluation/nobody': (p) =>
    say(
      `None of the ${p.patients} patient(s) could be evaluated (${list(p.codes)}).`,
      'Every patient needs two dates with a usable sequence. Forecast one of them to read its problem in full.',
    ),
  'request/invalid': (p) =>
    say(`The request ${p.capability} is not valid: ${list(p.issues)}.`, 'Correct the values named above.'),
  'handle/expired': (p) => say(`The ${p.kind} is no longer in memory.`, 'Open the patient or run the forecast again.'),
  'engine/stopped': (p) =>
    say(`The engine stopped (${p.exit}).`, 'Nothing on disk was lost. It starts again with your next action.'),
  'job/cancelled': () => say('Cancelled.', 'Nothing was written.'),
};

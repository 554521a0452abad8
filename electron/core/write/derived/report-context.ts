import {
  codeItem,
  containerItem,
  dateItem,
  imageItem,
  numberItem,
  textItem,
  uidItem,
  type ContentItem,
} from '../dicom/content-item.ts';
import { asciiText, type Code } from '../dicom/element.ts';
import type { OpenSeries } from '../dicom/open-sources.ts';
import { sourceText } from '../dicom/read-elements.ts';
import { required } from '../dicom/source-references.ts';
import { uidFromName } from '../uid.ts';
import { units } from './codes.ts';
import type { VolumeReportInput } from './volume-report-input.ts';

const dcm = (value: string, meaning: string): Code => [value, 'DCM', meaning];

const english: Code = ['en', 'RFC5646', 'English'];
const baseline: Code = ['C1442488', 'UMLS', 'Baseline'];
const modalities: Readonly<Record<string, Code>> = {
  MR: dcm('MR', 'Magnetic Resonance'),
  CT: dcm('CT', 'Computed Tomography'),
};
const procedures: Readonly<Record<string, Code>> = {
  MR: ['25056-3', 'LN', 'MRI unspecified body region'],
  CT: ['25045-6', 'LN', 'CT unspecified body region'],
};
const anyProcedure: Code = ['363679005', 'SCT', 'Imaging procedure'];

/** Language of everything below (TID 1204). */
export function language(): ContentItem {
  return codeItem('HAS CONCEPT MOD', dcm('121049', 'Language of Content Item and Descendants'), english);
}

/** Longview as the observer (TID 1002, 1004). */
export function deviceObserver({ computation, sha256 }: VolumeReportInput): ContentItem[] {
  const { programVersion } = computation;
  const say = (value: string, meaning: string, text: string): ContentItem =>
    textItem('HAS OBS CONTEXT', dcm(value, meaning), asciiText(text, 64));
  return [
    codeItem('HAS OBS CONTEXT', dcm('121005', 'Observer Type'), dcm('121007', 'Device')),
    uidItem(
      'HAS OBS CONTEXT',
      dcm('121012', 'Device Observer UID'),
      uidFromName(['longview', 'device', programVersion].join('\0'), sha256),
    ),
    say('121013', 'Device Observer Name', 'Longview'),
    say('121014', 'Device Observer Manufacturer', 'Longview'),
    say('121015', 'Device Observer Model Name', 'Longview'),
    say('121016', 'Device Observer Serial Number', programVersion),
  ];
}

/** What was done to get the images (CID 100). */
export function proceduresReported(opened: readonly OpenSeries[]): ContentItem[] {
  const done = new Set(opened.map((series) => procedures[modalityOf(series)] ?? anyProcedure));
  return [...done].map((code) => codeItem('HAS CONCEPT MOD', dcm('121058', 'Procedure reported'), code));
}

/** Every slice that was looked at, by series (TID 1600). */
export function imageLibrary(opened: readonly OpenSeries[]): ContentItem {
  const groups = opened.map((series) =>
    containerItem('CONTAINS', dcm('126200', 'Image Library Group'), [
      ...descriptors(series),
      ...series.slices.map((slice) => imageItem(required(slice, 'SOPClassUID'), required(slice, 'SOPInstanceUID'))),
    ]),
  );
  return containerItem('CONTAINS', dcm('111028', 'Image Library'), groups);
}

function descriptors(series: OpenSeries): ContentItem[] {
  const [first] = series.slices;
  if (first === undefined) return [];
  const modality = modalities[modalityOf(series)];
  const date = sourceText(first, 'StudyDate');
  const frame = sourceText(first, 'FrameOfReferenceUID');
  const context = 'HAS ACQ CONTEXT';
  return [
    ...(modality === undefined ? [] : [codeItem(context, dcm('121139', 'Modality'), modality)]),
    ...(date === null || !/^\d{8}$/.test(date) ? [] : [dateItem(context, dcm('111060', 'Study Date'), date)]),
    ...(frame === null ? [] : [uidItem(context, dcm('112227', 'Frame of Reference UID'), frame)]),
  ];
}

function modalityOf({ slices: [first] }: OpenSeries): string {
  return first === undefined ? '' : required(first, 'Modality');
}

/** Which of the patient's days is meant (TID 1502); in days, because a date in words is hard to remove. */
export function timePointContext({ daysFromFirst, outcome }: VolumeReportInput): ContentItem[] {
  const context = 'HAS OBS CONTEXT';
  const day = daysFromFirst === 0 ? 'Baseline' : `Day ${daysFromFirst}`;
  const offset = { value: daysFromFirst, unit: units.day };
  const since = codeItem('HAS CONCEPT MOD', dcm('128741', 'Longitudinal Temporal Event Type'), baseline);
  return [
    textItem(context, ['C2348792', 'UMLS', 'Time Point'], outcome.kind === 'predicted' ? `${day}, predicted` : day),
    ...(daysFromFirst === 0 ? [codeItem(context, dcm('126072', 'Time Point Type'), baseline)] : []),
    numberItem(context, dcm('128740', 'Longitudinal Temporal Offset from Event'), offset, [since]),
  ];
}

function algorithmItem(value: string, meaning: string, text: string): ContentItem {
  return textItem('HAS CONCEPT MOD', dcm(value, meaning), asciiText(text, 1024));
}

/** What measured the change, where that is not what computed the volumes (TID 4019). */
export function comparisonAlgorithm({ computation }: VolumeReportInput): ContentItem[] {
  const { comparison, programVersion } = computation;
  if (comparison === null) return [];
  return [
    algorithmItem('111001', 'Algorithm Name', comparison),
    algorithmItem('111003', 'Algorithm Version', `Longview ${programVersion}`),
  ];
}

/** What computed the volumes (TID 4019). */
export function algorithm({ computation }: VolumeReportInput): ContentItem[] {
  const { model, seed } = computation;
  const say = algorithmItem;
  return [
    say('111001', 'Algorithm Name', model.id),
    say('111003', 'Algorithm Version', model.version),
    say('111002', 'Algorithm Parameters', `sha256 ${model.sha256}`),
    ...(seed === null ? [] : [say('111002', 'Algorithm Parameters', `seed ${seed}`)]),
  ];
}

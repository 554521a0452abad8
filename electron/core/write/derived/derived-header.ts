import { counterpartMark, syntheticMark } from '../../base/synthetic-mark.ts';
import { contributingEquipment, longviewEquipment } from '../dicom/contributing-equipment.ts';
import { withEmptyStudyElements } from '../dicom/complete-elements.ts';
import { patientAndStudy } from '../dicom/copied-attributes.ts';
import { dateAndTime } from '../dicom/date-and-time.ts';
import { asciiText, textElement } from '../dicom/element.ts';
import type { Element, Encoding } from '../dicom/encode-elements.ts';
import { openSources, sourceScans, type OpenSeries } from '../dicom/open-sources.ts';
import { readElements, scanOrigin, type SourceDataSet } from '../dicom/read-elements.ts';
import { required } from '../dicom/source-references.ts';
import { originMark } from '../provenance.ts';
import { ownCodingScheme } from './codes.ts';
import type { Computation, DerivedInput, Outcome } from './derived-input.ts';

/** What one kind of object says of itself. */
export interface DerivedKind {
  readonly classUid: string;
  /** Null for that of the sources. */
  readonly modality: string | null;
  /** A few words for the series description. */
  readonly title: string;
}

/** What a derived object shares with every other, and what was read to make it. */
export interface DerivedHeader {
  readonly encoding: Encoding;
  readonly reference: SourceDataSet;
  readonly studyInstanceUid: string;
  readonly opened: readonly OpenSeries[];
  readonly classUid: string;
  readonly instanceUid: string;
  /** Whether anything in it comes from a prediction or a generated scan. */
  readonly isSynthetic: boolean;
  /** Stands in front of what it is called. */
  readonly mark: string;
  readonly elements: readonly Element[];
}

/**
 * Patient and study as the reference's bytes, series, equipment, marks and codes of our own: all but what the object holds.
 *
 * @throws ExpectedError 'dicom/...' when a source cannot be read
 * @throws RangeError when there are no sources, or a horizon that is none (programming faults)
 */
export function derivedHeader(input: DerivedInput, kind: DerivedKind): DerivedHeader {
  const reference = readElements(input.reference);
  const opened = openSources(input.sources);
  requireWholeInput(input, opened);
  const { encoding } = reference;
  const isGenerated = opened.some(({ slices }) => slices.some((slice) => scanOrigin(slice) === 'generated'));
  const mark = markOf(input.outcome, isGenerated);
  const instanceUid = input.newUid();
  const own = [
    ...patientAndStudy(reference),
    ...seriesElements(input, kind.modality ?? commonModality(opened), `${mark} ${kind.title}`),
    ...instanceElements(input, kind.classUid, instanceUid),
    ...(isGenerated || input.outcome.kind !== 'measured' ? [textElement('SyntheticData', 'YES')] : []),
    ownCodingScheme(encoding),
    contributingEquipment(
      {
        programVersion: input.computation.programVersion,
        purpose: input.outcome.kind === 'measured' ? 'measurement' : 'prediction',
        description: computationInWords(input.computation, input.outcome),
      },
      sourceScans(opened),
      reference,
      { createdAt: input.createdAt, encoding },
    ),
  ];
  return {
    encoding,
    reference,
    studyInstanceUid: required(reference, 'StudyInstanceUID'),
    opened,
    classUid: kind.classUid,
    instanceUid,
    isSynthetic: isGenerated || input.outcome.kind !== 'measured',
    mark,
    elements: withEmptyStudyElements(own),
  };
}

function requireWholeInput({ outcome }: DerivedInput, opened: readonly OpenSeries[]): void {
  if (opened.length === 0 || opened.some(({ slices }) => slices.length === 0)) throw new RangeError('no source files');
  if (outcome.kind === 'predicted' && !(Number.isInteger(outcome.horizonDays) && outcome.horizonDays > 0))
    throw new RangeError('a horizon is a number of days');
}

function markOf(outcome: Outcome, isGenerated: boolean): string {
  if (outcome.kind === 'predicted') return syntheticMark(outcome.horizonDays);
  if (outcome.kind === 'counterpart') return counterpartMark;
  return isGenerated ? originMark('generated') : 'MEASURED';
}

/** The modality of all sources, or OT where they differ (DICOM PS3.3 C.8.32.1). */
function commonModality(opened: readonly OpenSeries[]): string {
  const modalities = new Set(opened.flatMap(({ slices }) => slices.map((slice) => required(slice, 'Modality'))));
  const [first = 'OT'] = modalities;
  return modalities.size === 1 ? first : 'OT';
}

function seriesElements(input: DerivedInput, modality: string, description: string): Element[] {
  const [date, time] = dateAndTime(input.createdAt);
  const { programVersion } = input.computation;
  return [
    textElement('Modality', modality),
    textElement('SeriesInstanceUID', input.newUid()),
    textElement('SeriesNumber', String(input.seriesNumber)),
    textElement('SeriesDate', date),
    textElement('SeriesTime', time),
    textElement('SeriesDescription', asciiText(description, 64)),
    ...longviewEquipment({ programVersion }),
    // A program has no serial number; its version tells it from others.
    textElement('DeviceSerialNumber', asciiText(programVersion, 64)),
  ];
}

function instanceElements(input: DerivedInput, classUid: string, instanceUid: string): Element[] {
  const [date, time] = dateAndTime(input.createdAt);
  return [
    textElement('SOPClassUID', classUid),
    textElement('SOPInstanceUID', instanceUid),
    textElement('InstanceNumber', '1'),
    textElement('InstanceCreationDate', date),
    textElement('InstanceCreationTime', time),
    textElement('ContentDate', date),
    textElement('ContentTime', time),
  ];
}

/** What the values hold under, as a sentence before the next; empty where nothing was supposed. */
export function supposedInWords({ supposed }: Computation): string {
  return supposed === null ? '' : `Supposed: ${supposed}. `;
}

function computationInWords({ model, comparison, provider, seed, parameters }: Computation, outcome: Outcome): string {
  return [
    ...(comparison === null ? [] : [`change by ${comparison}`]),
    `${comparison === null ? '' : 'outlines by '}model ${model.id} ${model.version}`,
    `sha256 ${model.sha256}`,
    ...(seed === null ? [] : [`seed ${seed}`]),
    ...(outcome.kind === 'predicted' ? [`horizon ${outcome.horizonDays} d`] : []),
    `provider ${provider}`,
    ...Object.entries(parameters).map(([name, value]) => `${name}=${value}`),
  ].join('; ');
}

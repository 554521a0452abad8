import { yearsOfDays } from '../../base/years.ts';
import {
  codeItem,
  containerItem,
  contentItemElements,
  numberItem,
  textItem,
  uidItem,
  type ContentItem,
} from '../dicom/content-item.ts';
import { sequenceElement, textElement, type Code } from '../dicom/element.ts';
import { evidenceReferences } from '../dicom/source-references.ts';
import { notice } from '../provenance.ts';
import { duration, ownCodes, units } from './codes.ts';
import { derivedFile, reportRules } from './derived-file.ts';
import { derivedHeader, supposedInWords, type DerivedHeader } from './derived-header.ts';
import {
  algorithm,
  comparisonAlgorithm,
  deviceObserver,
  imageLibrary,
  language,
  proceduresReported,
  timePointContext,
} from './report-context.ts';
import { structureCodes, type CodedStructure } from './structure-codes.ts';
import { trackingUid } from './tracking-uid.ts';
import type { StructureVolume, VolumeReportInput } from './volume-report-input.ts';

const comprehensive3dSrStorage = '1.2.840.10008.5.1.4.1.1.88.34';

const title: Code = ['126000', 'DCM', 'Imaging Measurement Report'];
const findingSite: Code = ['363698007', 'SCT', 'Finding Site'];
const laterality: Code = ['272741003', 'SCT', 'Laterality'];
const bilateral: Code = ['51440002', 'SCT', 'Bilateral'];
const volume: Code = ['118565006', 'SCT', 'Volume'];

/**
 * The volumes of one day as a Comprehensive 3D SR: a measurement group per structure, each followed under an identifier that is
 * the same at every date, with the images that were looked at, the model, and what it all is good for.
 *
 * @returns the whole file
 * @throws ExpectedError 'dicom/...' when a source cannot be read
 * @throws RangeError when volumes, changes or days do not make a valid report (programming faults)
 * @see DICOM PS3.3 A.35.13; PS3.16 TID 1500, TID 1501
 */
export function volumeReportFile(input: VolumeReportInput): Uint8Array {
  requireMeasurements(input);
  const header = derivedHeader(input, {
    classUid: comprehensive3dSrStorage,
    modality: 'SR',
    title: 'volumes of the brain',
  });
  const { encoding, studyInstanceUid, opened } = header;
  const slices = opened.map((series) => series.slices);
  const content = [
    ...evidenceReferences(slices, studyInstanceUid, encoding),
    textElement('CompletionFlag', 'COMPLETE'),
    textElement('VerificationFlag', 'UNVERIFIED'),
    textElement('PreliminaryFlag', 'PRELIMINARY'),
    sequenceElement('ReferencedPerformedProcedureStepSequence', [], encoding),
    sequenceElement('PerformedProcedureCodeSequence', [], encoding),
    ...contentItemElements(measurementReport(input, header), encoding),
  ];
  return derivedFile(input, header, content, reportRules);
}

function requireMeasurements({ volumes, daysFromFirst, outcome }: VolumeReportInput): void {
  if (!(Number.isInteger(daysFromFirst) && daysFromFirst >= 0)) throw new RangeError('days are counted from 0');
  if (outcome.kind === 'predicted' && daysFromFirst === 0) throw new RangeError('the first scan is not predicted');
  if (volumes.length === 0 || new Set(volumes.map(({ structure }) => structure)).size !== volumes.length)
    throw new RangeError('each structure is reported once');
  const intracranialMl = intracranialOf(volumes) ?? Infinity;
  for (const { volumeMl, change } of volumes) {
    if (!(volumeMl > 0 && volumeMl < Infinity && volumeMl <= intracranialMl))
      throw new RangeError('a volume lies above 0, within the intracranial space');
    if (change === null) continue;
    const percent = change.percentPerYear * yearsOfDays(change.intervalDays);
    if (!(percent > -100 && percent < Infinity)) throw new RangeError('a change over its years lies above -100 %');
    if (!(Number.isInteger(change.intervalDays) && change.intervalDays > 0))
      throw new RangeError('a change takes days');
  }
}

function intracranialOf(volumes: readonly StructureVolume[]): number | null {
  return volumes.find(({ structure }) => structure === 'intracranial')?.volumeMl ?? null;
}

function measurementReport(input: VolumeReportInput, header: DerivedHeader): ContentItem {
  const groups = input.volumes.map((measured) => measurementGroup(input, header, measured));
  const { model, comparison } = input.computation;
  const changes = comparison === null ? '' : `, their change by ${comparison}`;
  const computed = `volumes by model ${model.id} ${model.version}${changes}, not reviewed`;
  const comment = `${header.mark}: ${computed}. ${supposedInWords(input.computation)}${notice}`;
  return containerItem(
    null,
    title,
    [
      language(),
      ...deviceObserver(input),
      ...proceduresReported(header.opened),
      imageLibrary(header.opened),
      containerItem('CONTAINS', ['126010', 'DCM', 'Imaging Measurements'], groups),
      containerItem(
        'CONTAINS',
        ['C0034375', 'UMLS', 'Qualitative Evaluations'],
        [textItem('CONTAINS', ['121106', 'DCM', 'Comment'], comment)],
      ),
    ],
    '1500',
  );
}

function measurementGroup(input: VolumeReportInput, header: DerivedHeader, measured: StructureVolume): ContentItem {
  const structure = structureCodes[measured.structure];
  const intracranialMl = measured.structure === 'intracranial' ? null : intracranialOf(input.volumes);
  const context = 'HAS OBS CONTEXT';
  const items = [
    textItem(context, ['112039', 'DCM', 'Tracking Identifier'], structure.title),
    uidItem(
      context,
      ['112040', 'DCM', 'Tracking Unique Identifier'],
      trackingUid(header.reference, measured.structure, input.sha256),
    ),
    ...findingSites(structure),
    ...algorithm(input),
    ...timePointContext(input),
    ...measurements(measured, intracranialMl, comparisonAlgorithm(input)),
  ];
  return containerItem('CONTAINS', ['125007', 'DCM', 'Measurement Group'], items, '1501');
}

function findingSites({ sites, isBilateral }: CodedStructure): ContentItem[] {
  const sides = isBilateral ? [codeItem('HAS CONCEPT MOD', laterality, bilateral)] : [];
  return sites.map((site) => codeItem('HAS CONCEPT MOD', findingSite, site, sides));
}

/** Volume, its share of the intracranial space, its change with the days that it took and what measured it (TID 300). */
function measurements(
  { volumeMl, change }: StructureVolume,
  intracranialMl: number | null,
  measuredBy: readonly ContentItem[],
): ContentItem[] {
  const number = (concept: Code, value: number, unit: Code, below: readonly ContentItem[] = []): ContentItem =>
    numberItem('CONTAINS', concept, { value: rounded(value), unit }, below);
  const items = [number(volume, volumeMl, units.millilitre)];
  if (intracranialMl !== null)
    items.push(number(ownCodes.shareOfIntracranial, (100 * volumeMl) / intracranialMl, units.percent));
  if (change !== null) {
    const interval = numberItem('INFERRED FROM', duration, { value: change.intervalDays, unit: units.day });
    items.push(
      number(ownCodes.volumeChangePerYear, change.percentPerYear, units.percentPerYear, [interval, ...measuredBy]),
    );
  }
  return items;
}

/** To a thousandth: a microlitre, finer than any of it is known. */
function rounded(value: number): number {
  return Math.round(1000 * value) / 1000;
}

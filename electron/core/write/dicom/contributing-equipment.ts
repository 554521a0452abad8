import type { Keyword } from './attributes.ts';
import { asciiText, codeElement, sequenceElement, textElement, type Code } from './element.ts';
import type { Element, Encoding } from './encode-elements.ts';
import { scanOrigin, sourceItems, sourceText, type SourceDataSet } from './read-elements.ts';

const synthesizing: Code = ['109100', 'DCM', 'Synthesizing Equipment'];
const acquiring: Code = ['109101', 'DCM', 'Acquisition Equipment'];
const processing: Code = ['109102', 'DCM', 'Processing Equipment'];

/** One scan that went in, by any of its files. */
export interface SourceScan {
  readonly sequence: string;
  readonly file: SourceDataSet;
}

/** What Longview itself did. */
export interface OwnWork {
  readonly programVersion: string;
  /** A measurement of scans is processing; a prediction is synthesis. */
  readonly purpose: 'prediction' | 'measurement';
  /** Model, digest, seed and parameters. */
  readonly description: string;
}

/**
 * What made the object: Longview with model, digest, seed and parameters, then the scanner of every scan that went in (for a
 * generated one, what generated it), then whatever the baseline's own files list. No dates in texts: those are hard to remove when somebody de-identifies.
 *
 * @param baseline file whose own list is kept
 * @see DICOM PS3.3 C.12.1 and CID 7005
 */
export function contributingEquipment(
  own: OwnWork,
  scans: readonly SourceScan[],
  baseline: SourceDataSet,
  { createdAt, encoding }: { createdAt: string; encoding: Encoding },
): Element {
  const longview = [
    codeElement('PurposeOfReferenceCodeSequence', own.purpose === 'prediction' ? synthesizing : processing, encoding),
    ...longviewEquipment(own),
    textElement('ContributionDateTime', createdAt.replace(/[-:T]/g, '')),
    textElement('ContributionDescription', asciiText(own.description, 1024)),
  ];
  const kept = baseline.encoding === encoding ? sourceItems(baseline, 'ContributingEquipmentSequence') : null;
  const items = [longview, ...scans.map((scan) => scannerItem(scan, own.purpose, encoding))];
  return sequenceElement('ContributingEquipmentSequence', items, encoding, kept ?? undefined);
}

/** Longview as the equipment that made the series. */
export function longviewEquipment({ programVersion }: Pick<OwnWork, 'programVersion'>): Element[] {
  return [
    textElement('Manufacturer', 'Longview'),
    textElement('ManufacturerModelName', 'Longview'),
    textElement('SoftwareVersions', asciiText(programVersion, 64)),
  ];
}

function scannerItem({ sequence, file }: SourceScan, purpose: OwnWork['purpose'], encoding: Encoding): Element[] {
  const date = sourceText(file, 'AcquisitionDate') ?? sourceText(file, 'StudyDate');
  const time = sourceText(file, 'AcquisitionTime') ?? '';
  const known = (keyword: Keyword): Element[] => {
    const text = asciiText(sourceText(file, keyword) ?? '', 64);
    return text === '' ? [] : [textElement(keyword, text)];
  };
  const manufacturer = known('Manufacturer');
  const isGenerated = scanOrigin(file) === 'generated';
  return [
    codeElement('PurposeOfReferenceCodeSequence', isGenerated ? synthesizing : acquiring, encoding),
    // Manufacturer must have a value here; a source that hides it is called what it is.
    ...(manufacturer.length > 0 ? manufacturer : [textElement('Manufacturer', 'UNKNOWN')]),
    ...known('ManufacturerModelName'),
    ...known('SoftwareVersions'),
    ...(date !== null && /^\d{8}$/.test(date)
      ? [textElement('ContributionDateTime', `${date}${wholeSeconds(time)}`)]
      : []),
    textElement(
      'ContributionDescription',
      asciiText(`${isGenerated ? 'Generated' : 'Acquired'} the ${sequence} scan that the ${purpose} starts from`, 1024),
    ),
  ];
}

function wholeSeconds(time: string): string {
  return /^\d{6}/.exec(time)?.[0] ?? '';
}

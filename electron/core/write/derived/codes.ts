import { sequenceElement, textElement, type Code } from '../dicom/element.ts';
import type { Element, Encoding } from '../dicom/encode-elements.ts';

const ownScheme = '99LONGVIEW';

/** Units as DICOM writes them: litres with a small l. */
export const units = {
  millilitre: ['ml', 'UCUM', 'milliliter'],
  percent: ['%', 'UCUM', 'Percent'],
  percentPerYear: ['%/a', 'UCUM', 'percent per year'],
  day: ['d', 'UCUM', 'day'],
} as const satisfies Readonly<Record<string, Code>>;

/** Time that something took. */
export const duration: Code = ['103335007', 'SCT', 'Duration'];

/** What no standard code names. A code never changes its meaning; a new meaning takes a new code. */
export const ownCodes = {
  volumeChangePerYear: ['VOL_CHANGE_YEAR', ownScheme, 'Volume change per year'],
  volumeChange: ['VOL_CHANGE', ownScheme, 'Volume change'],
  shareOfIntracranial: ['VOL_PER_ICV', ownScheme, 'Volume as share of intracranial volume'],
  prediction: ['PREDICTION', ownScheme, 'Prediction by a generative model'],
  comparison: ['COMPARISON', ownScheme, 'Comparison of images by deformation'],
} as const satisfies Readonly<Record<string, Code>>;

/** Says who is behind the codes of our own (DICOM PS3.3 C.12.1). */
export function ownCodingScheme(encoding: Encoding): Element {
  const scheme = [
    textElement('CodingSchemeDesignator', ownScheme),
    textElement('CodingSchemeName', 'Longview codes'),
    textElement('CodingSchemeResponsibleOrganization', 'The Longview authors'),
  ];
  return sequenceElement('CodingSchemeIdentificationSequence', [scheme], encoding);
}

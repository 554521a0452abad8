import { brokenRules, derivedRules, hasItems, syntheticRules, type Rule } from '../dicom/check-predicted-file.ts';
import type { Element } from '../dicom/encode-elements.ts';
import { encodeDicomFile } from '../dicom/encode-file.ts';
import { readElements, sourceText } from '../dicom/read-elements.ts';
import type { DerivedHeader } from './derived-header.ts';
import type { DerivedInput } from './derived-input.ts';

/** Rules of a parametric map. */
export const mapRules: readonly Rule[] = [
  ['ImageType is DERIVED, PRIMARY', (file) => /^DERIVED\\PRIMARY\\/.test(sourceText(file, 'ImageType') ?? '')],
  ['ContentQualification is RESEARCH', (file) => sourceText(file, 'ContentQualification') === 'RESEARCH'],
  [
    'sources are referenced',
    (file) =>
      hasItems(file, 'ReferencedSeriesSequence') || hasItems(file, 'StudiesContainingOtherReferencedInstancesSequence'),
  ],
];

/** Rules of a report. */
export const reportRules: readonly Rule[] = [
  [
    'evidence is referenced',
    (file) =>
      hasItems(file, 'CurrentRequestedProcedureEvidenceSequence') || hasItems(file, 'PertinentOtherEvidenceSequence'),
  ],
  ['VerificationFlag is UNVERIFIED', (file) => sourceText(file, 'VerificationFlag') === 'UNVERIFIED'],
];

const measuredRules: readonly Rule[] = [
  ['SyntheticData is absent', (file) => sourceText(file, 'SyntheticData') === null],
  [
    'SeriesDescription carries no mark',
    (file) => !(sourceText(file, 'SeriesDescription') ?? '').startsWith('SYNTHETIC'),
  ],
];

/**
 * The whole file, held to our own rules before it leaves.
 *
 * @param content what this kind of object holds besides its header
 * @throws RangeError when a rule is broken (a programming fault)
 */
export function derivedFile(
  input: DerivedInput,
  header: DerivedHeader,
  content: readonly Element[],
  rules: readonly Rule[],
): Uint8Array {
  const version = input.computation.programVersion.replaceAll('.', '_');
  const { classUid, instanceUid } = header;
  const sop = { classUid, instanceUid, implementationVersion: `LONGVIEW_${version}` };
  const bytes = encodeDicomFile([...header.elements, ...content], header.encoding, sop);
  const origin = header.isSynthetic ? syntheticRules : measuredRules;
  const broken = brokenRules(readElements(bytes), input.createdAt, [...origin, ...derivedRules, ...rules]);
  if (broken.length > 0) throw new RangeError(`derived file breaks: ${broken.join(', ')}`);
  return bytes;
}

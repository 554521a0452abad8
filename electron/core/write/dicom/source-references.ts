import { ExpectedError } from '../../base/expected-error.ts';
import type { Keyword } from './attributes.ts';
import { codeElement, sequenceElement, textElement, type Code } from './element.ts';
import type { Element, Encoding } from './encode-elements.ts';
import { sourceText, type SourceDataSet } from './read-elements.ts';

const sourceImage: Code = ['121322', 'DCM', 'Source image for image processing operation'];

/**
 * Names every slice of every series that went in: as Source Image Sequence with its purpose, and by series and study
 * (Common Instance Reference) so that an archive can find them.
 *
 * @param studyInstanceUid study of the predicted series
 * @throws ExpectedError 'dicom/missing-attribute' when a source has no UIDs
 * @see DICOM PS3.3 C.12.4.1, C.12.2
 */
export function sourceReferences(
  seriesSlices: SeriesSlices,
  studyInstanceUid: string,
  encoding: Encoding,
): readonly Element[] {
  return [sourceImages(seriesSlices, encoding), ...instanceReferences(seriesSlices, studyInstanceUid, encoding)];
}

/** Slices of each series. */
export type SeriesSlices = readonly (readonly SourceDataSet[])[];

/** Every slice that went in, with its purpose. */
export function sourceImages(seriesSlices: SeriesSlices, encoding: Encoding): Element {
  const purpose = codeElement('PurposeOfReferenceCodeSequence', sourceImage, encoding);
  const images = seriesSlices.flatMap((slices) => slices.map((slice) => [...reference(slice), purpose]));
  return sequenceElement('SourceImageSequence', images, encoding);
}

/** Every slice that went in, by series: those of the own study, then those of other studies (DICOM PS3.3 C.12.2). */
export function instanceReferences(
  seriesSlices: SeriesSlices,
  studyInstanceUid: string,
  encoding: Encoding,
): readonly Element[] {
  const byStudy = seriesByStudy(seriesSlices, 'ReferencedInstanceSequence', encoding);
  const own = byStudy.get(studyInstanceUid);
  const others = [...byStudy].filter(([study]) => study !== studyInstanceUid);
  return [
    ...(own === undefined ? [] : [sequenceElement('ReferencedSeriesSequence', own, encoding)]),
    ...(others.length === 0
      ? []
      : [studySequence('StudiesContainingOtherReferencedInstancesSequence', others, encoding)]),
  ];
}

/**
 * Every slice that went in, as the evidence of a report: those of its own study as acquired for the same request, the
 * others as other evidence (DICOM PS3.3 C.17.2).
 */
export function evidenceReferences(
  seriesSlices: SeriesSlices,
  studyInstanceUid: string,
  encoding: Encoding,
): readonly Element[] {
  const byStudy = [...seriesByStudy(seriesSlices, 'ReferencedSOPSequence', encoding)];
  const own = byStudy.filter(([study]) => study === studyInstanceUid);
  const others = byStudy.filter(([study]) => study !== studyInstanceUid);
  return [
    ...(own.length === 0 ? [] : [studySequence('CurrentRequestedProcedureEvidenceSequence', own, encoding)]),
    ...(others.length === 0 ? [] : [studySequence('PertinentOtherEvidenceSequence', others, encoding)]),
  ];
}

/**
 * A UID that a source must have.
 *
 * @throws ExpectedError 'dicom/missing-attribute'
 */
export function required(source: SourceDataSet, keyword: Keyword): string {
  const value = sourceText(source, keyword);
  if (value === null) throw new ExpectedError({ code: 'dicom/missing-attribute', file: 'source', keyword });
  return value;
}

/** Items of series by the UID of their study. */
function seriesByStudy(
  seriesSlices: SeriesSlices,
  keyword: 'ReferencedInstanceSequence' | 'ReferencedSOPSequence',
  encoding: Encoding,
): ReadonlyMap<string, Element[][]> {
  const byStudy = new Map<string, Element[][]>();
  for (const slices of seriesSlices) {
    const first = slices[0];
    if (first === undefined) continue;
    const study = required(first, 'StudyInstanceUID');
    const item = [
      textElement('SeriesInstanceUID', required(first, 'SeriesInstanceUID')),
      sequenceElement(keyword, slices.map(reference), encoding),
    ];
    byStudy.set(study, [...(byStudy.get(study) ?? []), item]);
  }
  return byStudy;
}

function studySequence(
  keyword: Keyword,
  studies: readonly (readonly [string, Element[][]])[],
  encoding: Encoding,
): Element {
  const items = studies.map(([study, series]) => [
    textElement('StudyInstanceUID', study),
    sequenceElement('ReferencedSeriesSequence', series, encoding),
  ]);
  return sequenceElement(keyword, items, encoding);
}

function reference(slice: SourceDataSet): Element[] {
  return [
    textElement('ReferencedSOPClassUID', required(slice, 'SOPClassUID')),
    textElement('ReferencedSOPInstanceUID', required(slice, 'SOPInstanceUID')),
  ];
}

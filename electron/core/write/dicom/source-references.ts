import { ExpectedError } from '../../base/expected-error.ts';
import type { Keyword } from './attributes.ts';
import { codeElement, sequenceElement, textElement } from './element.ts';
import type { Element, Encoding } from './encode-elements.ts';
import { sourceText, type SourceDataSet } from './read-elements.ts';

const sourceImage = ['121322', 'DCM', 'Source image for image processing operation'] as const;

/**
 * Names every slice of every series that went in: as Source Image Sequence with its purpose, and by series and study
 * (Common Instance Reference) so that an archive can find them.
 *
 * @param studyInstanceUid study of the predicted series
 * @throws ExpectedError 'dicom/missing-attribute' when a source has no UIDs
 * @see DICOM PS3.3 C.12.4.1, C.12.2
 */
export function sourceReferences(
  seriesSlices: readonly (readonly SourceDataSet[])[],
  studyInstanceUid: string,
  encoding: Encoding,
): Element[] {
  const purpose = codeElement('PurposeOfReferenceCodeSequence', sourceImage, encoding);
  const images = seriesSlices.flatMap((slices) => slices.map((slice) => [...reference(slice), purpose]));
  const byStudy = new Map<string, Element[][]>();
  for (const slices of seriesSlices) {
    const first = slices[0];
    if (first === undefined) continue;
    const study = required(first, 'StudyInstanceUID');
    byStudy.set(study, [...(byStudy.get(study) ?? []), seriesItem(first, slices, encoding)]);
  }
  const own = byStudy.get(studyInstanceUid);
  const others = [...byStudy].filter(([study]) => study !== studyInstanceUid);
  return [
    sequenceElement('SourceImageSequence', images, encoding),
    ...(own === undefined ? [] : [sequenceElement('ReferencedSeriesSequence', own, encoding)]),
    ...(others.length === 0 ? [] : [otherStudies(others, encoding)]),
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

function seriesItem(first: SourceDataSet, slices: readonly SourceDataSet[], encoding: Encoding): Element[] {
  return [
    textElement('SeriesInstanceUID', required(first, 'SeriesInstanceUID')),
    sequenceElement('ReferencedInstanceSequence', slices.map(reference), encoding),
  ];
}

function otherStudies(studies: readonly (readonly [string, Element[][]])[], encoding: Encoding): Element {
  const items = studies.map(([study, series]) => [
    textElement('StudyInstanceUID', study),
    sequenceElement('ReferencedSeriesSequence', series, encoding),
  ]);
  return sequenceElement('StudiesContainingOtherReferencedInstancesSequence', items, encoding);
}

function reference(slice: SourceDataSet): Element[] {
  return [
    textElement('ReferencedSOPClassUID', required(slice, 'SOPClassUID')),
    textElement('ReferencedSOPInstanceUID', required(slice, 'SOPInstanceUID')),
  ];
}

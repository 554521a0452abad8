import { tagOf, type Keyword } from './attributes.ts';
import { textElement } from './element.ts';
import type { Element } from './encode-elements.ts';

/** Empty where the source does not have them: the standard wants them present (type 2). */
const presentEvenIfEmpty: readonly Keyword[] = [
  'AccessionNumber',
  'PatientName',
  'PatientID',
  'PatientBirthDate',
  'PatientSex',
  'StudyDate',
  'StudyTime',
  'ReferringPhysicianName',
  'StudyID',
];

/** Adds what the patient's and the study's modules want present, empty where the source does not have it. */
export function withEmptyStudyElements(elements: readonly Element[]): readonly Element[] {
  return withEmpty(elements, presentEvenIfEmpty);
}

/**
 * Adds what an image placed in the patient wants besides: a source without a frame of reference, or with an empty one, breaks
 * the standard; its images then share a new one, tied to nothing else.
 */
export function withFrameOfReference(elements: readonly Element[], newUid: () => string): readonly Element[] {
  const isFrame = ({ tag }: Element): boolean => tag === tagOf('FrameOfReferenceUID');
  const isPlaced = elements.some((element) => isFrame(element) && element.value.length > 0);
  const placed = isPlaced
    ? elements
    : [...elements.filter((element) => !isFrame(element)), textElement('FrameOfReferenceUID', newUid())];
  return withEmpty(placed, ['PositionReferenceIndicator']);
}

function withEmpty(elements: readonly Element[], keywords: readonly Keyword[]): readonly Element[] {
  const present = new Set(elements.map(({ tag }) => tag));
  const missing = keywords.filter((keyword) => !present.has(tagOf(keyword)));
  return [...elements, ...missing.map((keyword) => textElement(keyword))];
}

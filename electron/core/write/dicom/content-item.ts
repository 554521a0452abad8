import { codeElement, decimalString, sequenceElement, textElement, type Code } from './element.ts';
import type { Element, Encoding } from './encode-elements.ts';

/** How an item stands to the one above it. */
export type Relationship = 'CONTAINS' | 'HAS ACQ CONTEXT' | 'HAS CONCEPT MOD' | 'HAS OBS CONTEXT' | 'INFERRED FROM';

type Value =
  | { readonly type: 'CODE'; readonly code: Code }
  | { readonly type: 'CONTAINER'; readonly templateId: string | null }
  | { readonly type: 'DATE'; readonly date: string }
  | { readonly type: 'IMAGE'; readonly classUid: string; readonly instanceUid: string }
  | { readonly type: 'NUM'; readonly value: number; readonly unit: Code }
  | { readonly type: 'TEXT'; readonly text: string }
  | { readonly type: 'UIDREF'; readonly uid: string };

/** One item of a structured report, with the items below it. */
export interface ContentItem {
  /** Null for the root alone. */
  readonly relationship: Relationship | null;
  /** Null for images of a library, which need none. */
  readonly concept: Code | null;
  readonly value: Value;
  readonly children: readonly ContentItem[];
}

/**
 * One item as the elements of a data set: the root's are the report's own.
 *
 * @throws RangeError when a value breaks the rules of its representation
 * @see DICOM PS3.3 C.17.3
 */
export function contentItemElements(item: ContentItem, encoding: Encoding): Element[] {
  const { relationship, concept, value, children } = item;
  const below = children.map((child) => contentItemElements(child, encoding));
  return [
    ...(relationship === null ? [] : [textElement('RelationshipType', relationship)]),
    textElement('ValueType', value.type),
    ...(concept === null ? [] : [codeElement('ConceptNameCodeSequence', concept, encoding)]),
    ...valueElements(value, encoding),
    ...(below.length === 0 ? [] : [sequenceElement('ContentSequence', below, encoding)]),
  ];
}

function valueElements(value: Value, encoding: Encoding): Element[] {
  switch (value.type) {
    case 'CODE':
      return [codeElement('ConceptCodeSequence', value.code, encoding)];
    case 'CONTAINER':
      return [
        textElement('ContinuityOfContent', 'SEPARATE'),
        ...(value.templateId === null ? [] : [templateElement(value.templateId, encoding)]),
      ];
    case 'DATE':
      return [textElement('Date', value.date)];
    case 'IMAGE': {
      const image = [
        textElement('ReferencedSOPClassUID', value.classUid),
        textElement('ReferencedSOPInstanceUID', value.instanceUid),
      ];
      return [sequenceElement('ReferencedSOPSequence', [image], encoding)];
    }
    case 'NUM': {
      const measured = [
        textElement('NumericValue', decimalString(value.value)),
        codeElement('MeasurementUnitsCodeSequence', value.unit, encoding),
      ];
      return [sequenceElement('MeasuredValueSequence', [measured], encoding)];
    }
    case 'TEXT':
      return [textElement('TextValue', value.text)];
    case 'UIDREF':
      return [textElement('UID', value.uid)];
  }
}

function templateElement(templateId: string, encoding: Encoding): Element {
  const item = [textElement('MappingResource', 'DCMR'), textElement('TemplateIdentifier', templateId)];
  return sequenceElement('ContentTemplateSequence', [item], encoding);
}

/** Heading over other items; `templateId` names the template that orders them. */
export function containerItem(
  relationship: Relationship | null,
  concept: Code,
  children: readonly ContentItem[],
  templateId: string | null = null,
): ContentItem {
  return { relationship, concept, value: { type: 'CONTAINER', templateId }, children };
}

/** Coded answer. */
export function codeItem(
  relationship: Relationship,
  concept: Code,
  code: Code,
  children: readonly ContentItem[] = [],
): ContentItem {
  return { relationship, concept, value: { type: 'CODE', code }, children };
}

/** Words. */
export function textItem(relationship: Relationship, concept: Code, text: string): ContentItem {
  return { relationship, concept, value: { type: 'TEXT', text }, children: [] };
}

/** Unique identifier. */
export function uidItem(relationship: Relationship, concept: Code, uid: string): ContentItem {
  return { relationship, concept, value: { type: 'UIDREF', uid }, children: [] };
}

/** Day, YYYYMMDD. */
export function dateItem(relationship: Relationship, concept: Code, date: string): ContentItem {
  return { relationship, concept, value: { type: 'DATE', date }, children: [] };
}

/** Number with its unit. */
export function numberItem(
  relationship: Relationship,
  concept: Code,
  measured: { readonly value: number; readonly unit: Code },
  children: readonly ContentItem[] = [],
): ContentItem {
  return { relationship, concept, value: { type: 'NUM', ...measured }, children };
}

/** Image of the library. */
export function imageItem(classUid: string, instanceUid: string): ContentItem {
  return { relationship: 'CONTAINS', concept: null, value: { type: 'IMAGE', classUid, instanceUid }, children: [] };
}

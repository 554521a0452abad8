import {
  codeElement,
  decimalString,
  numberElement,
  sequenceElement,
  textElement,
  type Code,
} from '../dicom/element.ts';
import type { Element, Encoding } from '../dicom/encode-elements.ts';
import { duration, ownCodes, units } from './codes.ts';
import type { MapQuantity, ParametricMapInput } from './parametric-map-input.ts';

/** How a quantity is called and coded. */
export interface QuantityWords {
  readonly code: Code;
  readonly unit: Code;
  /** For a viewer's list; at most 16 characters. */
  readonly label: string;
  /** As a code string. */
  readonly contentLabel: string;
  readonly words: string;
}

/** Every quantity that a map can hold. */
export const quantities: Readonly<Record<MapQuantity, QuantityWords>> = {
  'volume-change-per-year': {
    code: ownCodes.volumeChangePerYear,
    unit: units.percentPerYear,
    label: 'Change, %/year',
    contentLabel: 'VOL_CHANGE_YEAR',
    words: 'Volume change in % per year, negative for loss',
  },
  'volume-change': {
    code: ownCodes.volumeChange,
    unit: units.percent,
    label: 'Change, %',
    contentLabel: 'VOL_CHANGE',
    words: 'Volume change in %, negative for loss',
  },
};

const quantityConcept: Code = ['246205007', 'SCT', 'Quantity'];

/**
 * What the stored values are: themselves, in a unit, of a quantity, over an interval where that is known.
 *
 * @param range least and greatest stored value
 * @see DICOM PS3.3 C.7.6.16.2.11
 */
export function realWorldMapping(
  { quantity, intervalDays }: Pick<ParametricMapInput, 'quantity' | 'intervalDays'>,
  range: readonly [number, number],
  encoding: Encoding,
): Element {
  const { code, unit, label, words } = quantities[quantity];
  const definition = [
    textElement('ValueType', 'CODE'),
    codeElement('ConceptNameCodeSequence', quantityConcept, encoding),
    codeElement('ConceptCodeSequence', code, encoding),
  ];
  const interval = (days: number): Element[] => [
    textElement('ValueType', 'NUMERIC'),
    codeElement('ConceptNameCodeSequence', duration, encoding),
    textElement('NumericValue', decimalString(days)),
    codeElement('MeasurementUnitsCodeSequence', units.day, encoding),
  ];
  const definitions = [definition, ...(intervalDays === null ? [] : [interval(intervalDays)])];
  const mapping = [
    textElement('LUTExplanation', words),
    textElement('LUTLabel', label),
    codeElement('MeasurementUnitsCodeSequence', unit, encoding),
    numberElement('DoubleFloatRealWorldValueFirstValueMapped', range[0]),
    numberElement('DoubleFloatRealWorldValueLastValueMapped', range[1]),
    numberElement('RealWorldValueIntercept', 0),
    numberElement('RealWorldValueSlope', 1),
    sequenceElement('QuantityDefinitionSequence', definitions, encoding),
  ];
  return sequenceElement('RealWorldValueMappingSequence', [mapping], encoding);
}

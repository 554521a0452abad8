import type { Keyword } from './attributes.ts';
import { tagOf } from './attributes.ts';
import { readElements, sourceText, type SourceDataSet } from './read-elements.ts';

/**
 * Names of the rules that a synthetic image breaks; empty when it keeps them all. They cover what public validators do not
 * notice: images passed off as original, missing sources, a misspelt mark, dates that cannot be.
 *
 * @param now local date and time, 'YYYY-MM-DDTHH:MM:SS'
 * @returns keywords with a few words, never a value of the file
 */
export function checkPredictedFile(bytes: Uint8Array, now: string): readonly string[] {
  const file = readElements(bytes);
  return rules.filter(([, isKept]) => !isKept(file, now.slice(0, 10).replaceAll('-', ''))).map(([rule]) => rule);
}

type Rule = readonly [string, (file: SourceDataSet, today: string) => boolean];

const dates: readonly Keyword[] = ['SeriesDate', 'AcquisitionDate', 'ContentDate', 'InstanceCreationDate'];
/** Radiation dose and exposure, energy deposited by MR, and presentation intent. */
const forbidden = [
  0x00080068, 0x00181150, 0x00181151, 0x00181152, 0x00181153, 0x00189328, 0x00189332, 0x00189345, 0x00181316,
  0x00181318,
];

const rules: readonly Rule[] = [
  ['SyntheticData is YES', (file) => sourceText(file, 'SyntheticData') === 'YES'],
  ['ImageType is DERIVED, SECONDARY', (file) => /^DERIVED\\SECONDARY(\\|$)/.test(sourceText(file, 'ImageType') ?? '')],
  ['SourceImageSequence has items', (file) => (file.elements.get(tagOf('SourceImageSequence'))?.value.length ?? 0) > 8],
  [
    'ContributingEquipmentSequence has items',
    (file) => (file.elements.get(tagOf('ContributingEquipmentSequence'))?.value.length ?? 0) > 8,
  ],
  ['no date in the future', (file, today) => dates.every((keyword) => isDateUpTo(sourceText(file, keyword), today))],
  ['no acquisition date of its own', (file) => sourceText(file, 'AcquisitionDate') === null],
  [
    'SeriesDescription carries the mark',
    (file) => (sourceText(file, 'SeriesDescription') ?? '').startsWith('SYNTHETIC'),
  ],
  ['no dose, exposure or presentation intent', (file) => !forbidden.some((tag) => file.elements.has(tag))],
];

function isDateUpTo(date: string | null, today: string): boolean {
  if (date === null) return true;
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})$/.exec(date) ?? [];
  if (year === undefined || date > today) return false;
  return Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= 31;
}

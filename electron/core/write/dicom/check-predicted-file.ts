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
  return brokenRules(readElements(bytes), now, [...syntheticRules, ...imageRules, ...derivedRules]);
}

/** A rule in words, and whether a file keeps it on a day (YYYYMMDD). */
export type Rule = readonly [string, (file: SourceDataSet, today: string) => boolean];

/** Names of the rules that a file breaks. */
export function brokenRules(file: SourceDataSet, now: string, rules: readonly Rule[]): readonly string[] {
  const today = now.slice(0, 10).replaceAll('-', '');
  return rules.filter(([, isKept]) => !isKept(file, today)).map(([rule]) => rule);
}

/** Whether a sequence has more than its own head. */
export function hasItems(file: SourceDataSet, keyword: Keyword): boolean {
  return (file.elements.get(tagOf(keyword))?.value.length ?? 0) > 8;
}

const dates: readonly Keyword[] = ['SeriesDate', 'AcquisitionDate', 'ContentDate', 'InstanceCreationDate'];
/** Radiation dose and exposure, energy deposited by MR, and presentation intent. */
const forbidden = [
  0x00080068, 0x00181150, 0x00181151, 0x00181152, 0x00181153, 0x00189328, 0x00189332, 0x00189345, 0x00181316,
  0x00181318,
];

/** What holds of everything that comes from a prediction. */
export const syntheticRules: readonly Rule[] = [
  ['SyntheticData is YES', (file) => sourceText(file, 'SyntheticData') === 'YES'],
  [
    'SeriesDescription carries the mark',
    (file) => (sourceText(file, 'SeriesDescription') ?? '').startsWith('SYNTHETIC'),
  ],
];

/** What holds of everything that Longview derives. */
export const derivedRules: readonly Rule[] = [
  ['ContributingEquipmentSequence has items', (file) => hasItems(file, 'ContributingEquipmentSequence')],
  ['no date in the future', (file, today) => dates.every((keyword) => isDateUpTo(sourceText(file, keyword), today))],
  ['no acquisition date of its own', (file) => sourceText(file, 'AcquisitionDate') === null],
  ['no dose, exposure or presentation intent', (file) => !forbidden.some((tag) => file.elements.has(tag))],
];

const imageRules: readonly Rule[] = [
  ['ImageType is DERIVED, SECONDARY', (file) => /^DERIVED\\SECONDARY(\\|$)/.test(sourceText(file, 'ImageType') ?? '')],
  ['SourceImageSequence has items', (file) => hasItems(file, 'SourceImageSequence')],
];

function isDateUpTo(date: string | null, today: string): boolean {
  if (date === null) return true;
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})$/.exec(date) ?? [];
  if (year === undefined || date > today) return false;
  return Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= 31;
}

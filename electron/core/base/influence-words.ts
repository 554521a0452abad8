import { methodName } from './method-words.ts';

/** A smaller influence of a block of the images is not worth a line or a colour. */
export const leastInfluenceMl = 0.05;

/** An input that was hidden from the model. */
type HiddenInputName =
  | { readonly kind: 'sequence'; readonly sequence: string }
  | { readonly kind: 'visit'; readonly date: string }
  | { readonly kind: 'dose' }
  | { readonly kind: 'hint'; readonly hint: string };

/** What was hidden, in words. */
export function hiddenInputName(input: HiddenInputName): string {
  if (input.kind === 'sequence') return `Without ${input.sequence}`;
  if (input.kind === 'visit') return `Without the scan of ${input.date}`;
  if (input.kind === 'dose') return 'Without the map of the dose';
  return `Without the hint: ${methodName(input.hint).toLowerCase()}`;
}

/** Numbers that a model is told, with their units. */
export const conditionWords = {
  horizonDays: { name: 'Days ahead', unit: 'd' },
  startDays: { name: 'First day of the treatment', unit: 'd' },
  doseGy: { name: 'Highest dose', unit: 'Gy' },
  ageYears: { name: 'Age', unit: 'y' },
} as const;

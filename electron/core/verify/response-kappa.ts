import { quadraticKappa } from './quadratic-kappa.ts';
import type { ResponseClass } from './response.ts';

/** From the best outcome to the worst; neighbours are equally far apart. */
export const responseOrder = ['CR', 'PR', 'SD', 'PD'] as const satisfies readonly ResponseClass[];

/**
 * Agreement of predicted with real response classes over patients: Cohen's kappa with quadratic weights over CR, PR, SD, PD.
 * Pairs with a class that is not measurable are left out.
 *
 * @returns 1 for full agreement, 0 for that of chance; NaN where chance alone agrees fully
 * @throws RangeError when the lists differ in length
 */
export function responseKappa(predicted: readonly ResponseClass[], actual: readonly ResponseClass[]): number {
  if (predicted.length !== actual.length) throw new RangeError('lists of different length');
  const numbers = (names: readonly ResponseClass[]): number[] =>
    names.map((name) => (responseOrder as readonly ResponseClass[]).indexOf(name));
  const [ours, theirs] = [numbers(predicted), numbers(actual)];
  const known = (_: number, n: number): boolean => (ours[n] as number) >= 0 && (theirs[n] as number) >= 0;
  return quadraticKappa(ours.filter(known), theirs.filter(known), responseOrder.length);
}

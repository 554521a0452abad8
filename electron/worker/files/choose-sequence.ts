import type { Sequence } from '../../core/order/sequence.ts';
import type { RecognisedSequence } from '../../core/order/recognise-sequence.ts';
import type { Warning } from '../../core/base/warning.ts';

/** Sequences that the user named, by series key, SeriesInstanceUID or NIfTI file name. */
export type SequenceOverrides = Readonly<Record<string, Sequence>>;

/** The sequence in force, and what must be told about it. */
export interface ChosenSequence {
  readonly sequence: Sequence;
  readonly evidence: readonly string[];
  readonly certain: boolean;
  readonly warnings: readonly Warning[];
}

/**
 * Lets the user's word stand over what was recognised.
 *
 * @param names every name by which the user may mean this series
 * @param description to use in warnings
 */
export function chooseSequence(
  recognised: RecognisedSequence,
  overrides: SequenceOverrides,
  names: readonly string[],
  description: string,
): ChosenSequence {
  const named = names.map((name) => overrides[name]).find((sequence) => sequence !== undefined);
  if (named !== undefined) {
    const warnings: Warning[] = [{ code: 'order/sequence-overridden', series: description, sequence: named }];
    return { sequence: named, evidence: ['named by the user'], certain: true, warnings };
  }
  const { sequence, evidence, certain } = recognised;
  const isDoubtful = !certain && sequence !== 'other';
  const warnings: Warning[] = isDoubtful
    ? [{ code: 'order/sequence-uncertain', series: description, sequence, evidence }]
    : [];
  return { sequence, evidence, certain, warnings };
}

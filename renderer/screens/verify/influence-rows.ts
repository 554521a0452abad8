import type { ReportExplanation } from '../../../electron/contract/report-explanation.ts';
import { conditionWords, hiddenInputName } from '../../../electron/core/base/influence-words.ts';
import { strings } from '../../app/strings.ts';
import { formatNumber } from './format-number.ts';

const words = strings.verify.explanation;

/** One bar of the panel on what moved the model. */
export interface InfluenceRow {
  readonly key: string;
  readonly name: string;
  readonly group: 'input' | 'number' | 'arm';
  readonly changeMl: number;
  readonly changePercent: number | null;
  readonly dissimilarity: number;
  /** The model never had to do without it in training. */
  readonly guessed: boolean;
}

/** Every input hidden, number told differently and treatment switched, in the order of the report. */
export function influenceRows({ inputs, conditions, arms }: ReportExplanation): InfluenceRow[] {
  const hidden = inputs.map((input, n): InfluenceRow => {
    return { ...input, key: `input-${n}`, group: 'input', name: hiddenInputName(input), guessed: input.neverMissing };
  });
  const told = conditions.flatMap(({ condition, lower, higher }) =>
    [lower, higher].map((one): InfluenceRow => {
      const digits = Number.isInteger(one.value) ? 0 : 1;
      const name = words.told(
        conditionWords[condition].name,
        formatNumber(one.value, digits),
        conditionWords[condition].unit,
      );
      return { ...one, key: `${condition}-${one.value}`, group: 'number', name, guessed: false };
    }),
  );
  const switched = arms.map(({ arm, ...one }): InfluenceRow => {
    return {
      ...one,
      key: `arm-${arm}`,
      group: 'arm',
      name: words.otherArm(strings.simulate.arms[arm]),
      guessed: false,
    };
  });
  return [...hidden, ...told, ...switched];
}

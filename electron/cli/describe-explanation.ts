import type { ReportExplanation } from '../contract/report-explanation.ts';
import { conditionWords, hiddenInputName, leastInfluenceMl } from '../core/base/influence-words.ts';
import { impliedNotCausal } from '../core/base/treatment-words.ts';
import { figure, signedFigure, textTable } from './text-table.ts';

type Input = ReportExplanation['inputs'][number];

/** What moved the model, for the terminal: inputs hidden, numbers and treatments told differently. */
export function describeExplanation(explanation: ReportExplanation): string {
  const { inputs, conditions, arms, regions, scope, volumeMl } = explanation;
  const heading = [`core, ${figure(volumeMl, 1)} ml with everything`, 'change ml', 'change %', '1 - Dice'];
  const row = (name: string, one: Pick<Input, 'changeMl' | 'changePercent' | 'dissimilarity'>): string[] => [
    name,
    signedFigure(one.changeMl, 2),
    signedFigure(one.changePercent, 1),
    figure(one.dissimilarity, 3),
  ];
  const told = conditions.flatMap(({ condition, lower, higher }) => {
    const { name, unit } = conditionWords[condition];
    return [lower, higher].map((one) => row(`${name} ${figure(one.value, 0)} ${unit}`, one));
  });
  const strongest = [...regions.blocks]
    .filter(({ changeMl }) => Math.abs(changeMl) >= leastInfluenceMl)
    .sort((a, b) => Math.abs(b.changeMl) - Math.abs(a.changeMl))
    .slice(0, 3);
  const rows = [
    ...inputs.map((input) =>
      row(`${hiddenInputName(input)}${input.neverMissing ? ' (never missing in training)' : ''}`, input),
    ),
    ...told,
    ...arms.map((arm) => row(`treatment: ${arm.arm} (${impliedNotCausal})`, arm)),
    ...strongest.map((block) => row(`images hidden round ${placeOf(block.centreMm)}`, block)),
  ];
  return `What moved the forecast (${scope})\n${textTable([heading, ...rows])}`;
}

/** LPS millimetres as letters, for example 'L 12, P 30, S 41 mm'. */
function placeOf(centreMm: readonly [number, number, number]): string {
  const letters = [
    ['L', 'R'],
    ['P', 'A'],
    ['S', 'I'],
  ] as const;
  const parts = letters.map(([plus, minus], axis) => {
    const value = centreMm[axis] as number;
    return `${value < 0 ? minus : plus} ${Math.abs(value).toFixed(0)}`;
  });
  return `${parts.join(', ')} mm`;
}

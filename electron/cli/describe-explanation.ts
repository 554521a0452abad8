import type { ReportExplanation } from '../contract/report-explanation.ts';
import { impliedNotCausal } from '../core/base/treatment-words.ts';
import { figure, textTable } from './text-table.ts';

type Input = ReportExplanation['inputs'][number];

const units = {
  horizonDays: ['horizon', 'd'],
  startDays: ['start of treatment', 'd'],
  doseGy: ['highest dose', 'Gy'],
  ageYears: ['age', 'y'],
} as const;

/** Blocks that move less are not worth a line. */
const leastShownMl = 0.005;

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
    const [name, unit] = units[condition];
    return [lower, higher].map((one) => row(`${name} ${figure(one.value, 0)} ${unit}`, one));
  });
  const strongest = [...regions.blocks]
    .filter(({ changeMl }) => Math.abs(changeMl) >= leastShownMl)
    .sort((a, b) => Math.abs(b.changeMl) - Math.abs(a.changeMl))
    .slice(0, 3);
  const rows = [
    ...inputs.map((input) => row(`${nameOf(input)}${input.neverMissing ? ' (never missing in training)' : ''}`, input)),
    ...told,
    ...arms.map((arm) => row(`treatment: ${arm.arm} (${impliedNotCausal})`, arm)),
    ...strongest.map((block) => row(`images hidden round ${placeOf(block.centreMm)}`, block)),
  ];
  return `What moved the forecast (${scope})\n${textTable([heading, ...rows])}`;
}

function nameOf(input: Input): string {
  if (input.kind === 'sequence') return `without ${input.sequence}`;
  if (input.kind === 'visit') return `without the scan of ${input.date}`;
  if (input.kind === 'dose') return 'without the dose map';
  return `without the hint ${input.hint}`;
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

function signedFigure(value: number | null, decimals: number): string {
  return value !== null && Number(value.toFixed(decimals)) > 0
    ? `+${figure(value, decimals)}`
    : figure(value, decimals);
}

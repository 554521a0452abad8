import { leaders } from '../../base/leaders.ts';
import type { MethodScores } from '../../verify/score-method.ts';
import { decimals, signed } from './html.ts';

/** One column of the table of methods. */
export interface Measure {
  readonly group: 'Lesion core' | 'Oedema' | 'Image';
  readonly name: string;
  /** Which way is better, in words. */
  readonly better: string;
  readonly valueOf: (method: MethodScores) => number | null;
  /** Smaller is better. */
  readonly lossOf: (value: number) => number;
  readonly decimals: number;
  readonly format: (value: number | null) => string;
}

/** Every score of the report, in the order of the columns. */
export const measures: readonly Measure[] = [
  ...regionMeasures('Lesion core', (method) => method.core),
  ...regionMeasures('Oedema', (method) => method.oedema ?? null),
  {
    group: 'Image',
    name: 'SSIM',
    better: 'higher is better',
    valueOf: ({ image }) => image.ssim,
    lossOf: (value) => -value,
    ...unsigned(3),
  },
  {
    group: 'Image',
    name: 'PSNR, dB',
    better: 'higher is better',
    valueOf: ({ image }) => image.psnrDb,
    lossOf: (value) => -value,
    ...unsigned(1),
  },
];

function regionMeasures(
  group: Measure['group'],
  region: (method: MethodScores) => MethodScores['core'] | null,
): Measure[] {
  const higher = { group, better: 'higher is better', lossOf: (value: number) => -value };
  return [
    { ...higher, name: 'Dice', valueOf: (m) => region(m)?.dice ?? null, ...unsigned(3) },
    {
      ...higher,
      name: 'Growth-region Dice',
      valueOf: (m) => region(m)?.growthRegionDice ?? null,
      ...unsigned(3),
    },
    {
      group,
      name: 'Volume error, %',
      better: 'nearer to 0 is better',
      valueOf: (m) => region(m)?.volumeErrorPercent ?? null,
      lossOf: Math.abs,
      decimals: 1,
      format: (value) => signed(value, 1),
    },
    {
      group,
      name: 'HD95, mm',
      better: 'lower is better',
      valueOf: (m) => region(m)?.hd95Mm ?? null,
      lossOf: (value) => value,
      ...unsigned(1),
    },
  ];
}

function unsigned(places: number): Pick<Measure, 'decimals' | 'format'> {
  return { decimals: places, format: (value) => decimals(value, places) };
}

/** Measures that at least one method has a value for. */
export function knownMeasures(methods: readonly MethodScores[]): readonly Measure[] {
  return measures.filter(({ valueOf }) => methods.some((method) => valueOf(method) !== null));
}

/** The methods that are best in one measure. */
export function bestMethods(measure: Measure, methods: readonly MethodScores[]): readonly MethodScores[] {
  return leaders(methods, measure.valueOf, measure.lossOf, measure.decimals);
}

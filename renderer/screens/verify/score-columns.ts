import type { MethodScores } from '../../../electron/contract/report.ts';
import { leaders } from '../../../electron/core/base/leaders.ts';
import type { strings } from '../../app/strings.ts';

/** One column of the table of rivals. */
export interface ScoreColumn {
  readonly id: keyof typeof strings.verify.columns;
  readonly decimals: number;
  readonly signed: boolean;
  readonly valueOf: (method: MethodScores) => number | null;
  /** Distance from perfect, smaller is better; null where the column ranks nothing. */
  readonly badness: ((value: number) => number) | null;
}

/** The columns of the table, left to right. */
export const scoreColumns: readonly ScoreColumn[] = [
  { id: 'volume', decimals: 1, signed: false, valueOf: (m) => m.coreVolumeMl, badness: null },
  { id: 'dice', decimals: 3, signed: false, valueOf: (m) => m.core.dice, badness: (v) => -v },
  { id: 'growthRegionDice', decimals: 3, signed: false, valueOf: (m) => m.core.growthRegionDice, badness: (v) => -v },
  { id: 'volumeErrorPercent', decimals: 1, signed: true, valueOf: (m) => m.core.volumeErrorPercent, badness: Math.abs },
  { id: 'hd95Mm', decimals: 1, signed: false, valueOf: (m) => m.core.hd95Mm, badness: (v) => v },
  { id: 'ssim', decimals: 3, signed: false, valueOf: (m) => m.image.ssim, badness: (v) => -v },
];

/** Methods that are best in a column; none in one that ranks nothing. */
export function bestMethods(column: ScoreColumn, methods: readonly MethodScores[]): ReadonlySet<string> {
  const { badness, decimals, valueOf } = column;
  return new Set(badness ? leaders(methods, valueOf, badness, decimals).map(({ id }) => id) : []);
}

import type { Arm } from '../base/arm.ts';
import type { Vec3 } from '../base/vector.ts';
import type { Volume } from '../base/volume.ts';
import type { ForecastSequence } from './forecast-types.ts';

/** What was hidden from the model or told to it differently, and what that did to the mean future of the core. */
export interface Influence {
  readonly volumeMl: number;
  /** Volume without it (or with the other value) minus that of the whole forecast. */
  readonly changeMl: number;
  /** Of the whole forecast's volume; null where that is 0. */
  readonly changePercent: number | null;
  /** 1 - Dice of the two cores: how differently they lie, whatever their volumes. */
  readonly dissimilarity: number;
}

/** One input that was hidden. */
export type HiddenInput = Influence & {
  /** True where the model never had to do without it in training: it then answers a question that it was not asked before. */
  readonly neverMissing: boolean;
} & (
    | { readonly kind: 'sequence'; readonly sequence: ForecastSequence }
    | { readonly kind: 'visit'; readonly date: string }
    | { readonly kind: 'dose' }
    | { readonly kind: 'hint'; readonly hint: 'linear-extrapolation' | 'fisher-kolmogorov' }
  );

/** One block of the images that was hidden. */
export interface HiddenBlock extends Influence {
  /** LPS. */
  readonly centreMm: Vec3;
}

/** Numbers that a forecast is told and that can be told otherwise. */
export type ConditionName = 'horizonDays' | 'startDays' | 'doseGy' | 'ageYears';

/** The forecast with one number a step lower and a step higher (central difference). */
export interface ConditionInfluence {
  readonly condition: ConditionName;
  readonly value: number;
  readonly lower: Influence & { readonly value: number };
  readonly higher: Influence & { readonly value: number };
}

/** The forecast under another treatment. */
export interface ArmInfluence extends Influence {
  readonly arm: Arm;
}

/** Stands beside every explanation. */
export const explanationScope = 'what moved the model, not what moves the disease';

/** What moved the model on one patient. */
export interface Explanation {
  readonly scope: typeof explanationScope;
  /** Of the whole forecast's mean future. */
  readonly volumeMl: number;
  readonly inputs: readonly HiddenInput[];
  readonly regions: { readonly blockMm: number; readonly blocks: readonly HiddenBlock[] };
  readonly conditions: readonly ConditionInfluence[];
  readonly arms: readonly ArmInfluence[];
}

/** An explanation with its map. */
export interface ExplainedForecast {
  readonly explanation: Explanation;
  /** Change of the core volume, ml, when the images round a voxel are hidden; smooth, on the baseline's grid, 0 outside the brain. */
  readonly map: Volume;
}

import type { Mask, Volume } from '../base/volume.ts';
import { erode, open } from './morphology.ts';
import { largestComponent } from './components.ts';
import { sortedSample, quantileOfSorted } from './quantile.ts';
export interface CoreLesion {
  readonly mask: Mask;
  readonly volumeMl: number;
}
export interface OtherSequences {
  readonly T1?: Volume;
  readonly FLAIR?: Volume;
  readonly T2?: Volume;
}
export function segmentCore(t1c: Volume, brain: Mask, others: OtherSequences = {}): CoreLesion {
  void others;
  const sorted = sortedSample(t1c.data, 200000, brain.data);
  const median = quantileOfSorted(sorted, 0.5);
  const deep = erode(brain, 8);
  const data = deep.data.map((b, v) => (b && (t1c.data[v] as number) > 1.45 * median ? 1 : 0));
  const mask = largestComponent(open({ grid: t1c.grid, data }, 1));
  return { mask, volumeMl: 0 };
}

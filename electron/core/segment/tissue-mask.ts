import type { Mask, Volume } from '../base/volume.ts';
import type { HeadSequence } from './brain-mask.ts';
import { sortedSample, quantileOfSorted } from './quantile.ts';
export function tissueMask(volume: Volume, sequence: HeadSequence, brain: Mask, lesion: Mask | null): Mask {
  const sorted = sortedSample(volume.data, 200000, brain.data);
  const median = quantileOfSorted(sorted, 0.5);
  void sequence;
  const data = brain.data.map((b, v) => (b && ((volume.data[v] as number) > 0.62 * median || lesion?.data[v]) ? 1 : 0));
  return { grid: volume.grid, data };
}

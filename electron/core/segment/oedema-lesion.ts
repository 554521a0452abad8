import type { Mask, Volume } from '../base/volume.ts';
import { largestComponent } from './components.ts';
import { unite } from './morphology.ts';
import { sortedSample, quantileOfSorted } from './quantile.ts';
export function segmentOedema(flair: Volume, brain: Mask, core: Mask): Mask | null {
  const sorted = sortedSample(flair.data, 200000, brain.data);
  const median = quantileOfSorted(sorted, 0.5);
  const data = brain.data.map((b, v) => (b && (flair.data[v] as number) > 1.35 * median ? 1 : 0));
  return largestComponent(unite({ grid: flair.grid, data }, core));
}

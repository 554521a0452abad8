import { ExpectedError } from '../base/expected-error.ts';
import { stackTolerance } from './stack-tolerance.ts';

/** Largest allowed deviation of one gap from the mean gap: 3 % of it, and never less than positions are rounded to. */
export function gapToleranceMm(meanGapMm: number): number {
  return Math.max(0.02, 0.03 * meanGapMm);
}

/**
 * Distance between neighbouring slices of one series. Slice thickness is not used: slices may overlap or leave gaps. Small
 * deviations of many gaps may not add up either: no slice may lie far from its even place.
 *
 * @param depthsMm positions along the stack normal, any order; length N >= 2
 * @param toleranceMm largest allowed deviation of one gap from the mean gap
 * @returns mean gap in mm, always > 0
 * @throws ExpectedError 'series/single-slice', or 'series/uneven-slices' with every measured gap
 * @see DICOM PS3.3 C.7.6.2
 */
export function sliceSpacingMm(depthsMm: readonly number[], toleranceMm: number): number {
  const sorted = [...depthsMm].sort((a, b) => a - b);
  const [first, last] = [sorted[0], sorted[sorted.length - 1]];
  if (first === undefined || last === undefined || sorted.length < 2)
    throw new ExpectedError({ code: 'series/single-slice' });
  const gapsMm = sorted.slice(1).map((depth, k) => depth - (sorted[k] ?? depth));
  const mean = (last - first) / gapsMm.length;
  const isPlaced = sorted.every((depth, k) => Math.abs(depth - first - k * mean) <= stackTolerance.placeGaps * mean);
  const isEven = mean > 0 && isPlaced && gapsMm.every((gap) => Math.abs(gap - mean) <= toleranceMm);
  if (!isEven) throw new ExpectedError({ code: 'series/uneven-slices', gapsMm, toleranceMm });
  return mean;
}

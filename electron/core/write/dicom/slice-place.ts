import { applyAffine } from '../../base/affine.ts';
import { voxelToLps, type Grid } from '../../base/grid.ts';
import type { Vec3 } from '../../base/vector.ts';
import { sourceNumbers, type SourceDataSet } from './read-elements.ts';

const toleranceMm = 0.02;

/**
 * Stops a slice that would be written with the place of another one: three corners must agree with the source file.
 *
 * @throws RangeError when they do not (a programming fault: the volume is on another grid, or the files are in another order)
 */
export function requireSliceAt(source: SourceDataSet, grid: Grid, slice: number): void {
  const position = sourceNumbers(source, 'ImagePositionPatient');
  const orientation = sourceNumbers(source, 'ImageOrientationPatient');
  const spacing = sourceNumbers(source, 'PixelSpacing');
  if (position?.length !== 3 || orientation?.length !== 6 || spacing?.length !== 2) {
    throw new RangeError('source slice has no place in the patient');
  }
  const [columns, rows] = grid.size;
  if (sourceNumbers(source, 'Columns')?.[0] !== columns || sourceNumbers(source, 'Rows')?.[0] !== rows) {
    throw new RangeError('source slice has another size');
  }
  const toLps = voxelToLps(grid);
  for (const [column, row] of [
    [0, 0],
    [columns - 1, 0],
    [0, rows - 1],
  ] as const) {
    const expected = applyAffine(toLps, [column, row, slice]);
    // Pixel Spacing names the distance between rows first (DICOM PS3.3 10.7.1.3).
    const along = (k: number): number =>
      (position[k] as number) +
      column * (spacing[1] as number) * (orientation[k] as number) +
      row * (spacing[0] as number) * (orientation[k + 3] as number);
    const actual: Vec3 = [along(0), along(1), along(2)];
    const apart = Math.hypot(actual[0] - expected[0], actual[1] - expected[1], actual[2] - expected[2]);
    if (!(apart <= toleranceMm)) throw new RangeError(`slice ${slice} lies ${apart} mm from its source file`);
  }
}

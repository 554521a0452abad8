import { applyAffine } from '../../base/affine.ts';
import { voxelToLps, type Grid } from '../../base/grid.ts';
import { cross, dot, length, scale, subtract, type Vec3 } from '../../base/vector.ts';
import { stackTolerance } from '../../decode/stack-tolerance.ts';
import { sourceNumbers, type SourceDataSet } from './read-elements.ts';

/** Half a gap from its place, a slice could be its neighbour. */
const wrongPlaceGaps = 0.5;
/** Positions, directions and spacings have passed through decimal text and sums: what reading just accepts must pass here. */
const slack = 1.01;

/**
 * Stops a slice that would be written with the place of another one. What reading accepts as a stack is accepted here too:
 * slices a little off their even place are written at their own.
 *
 * @throws RangeError on another grid, or half a gap or more along the stack from the source file (a programming fault: the
 *   files are in another order)
 */
export function requireSliceAt(source: SourceDataSet, grid: Grid, slice: number): void {
  const position = sourceNumbers(source, 'ImagePositionPatient');
  if (position?.length !== 3) throw new RangeError('source slice has no place in the patient');
  const [columns, rows] = grid.size;
  if (sourceNumbers(source, 'Columns')?.[0] !== columns || sourceNumbers(source, 'Rows')?.[0] !== rows) {
    throw new RangeError('source slice has another size');
  }
  requireSamePlane(source, grid);
  const [across, down, along] = grid.directions;
  const normal = cross(across, down);
  const apart = subtract(position as unknown as Vec3, applyAffine(voxelToLps(grid), [0, 0, slice]));
  const depthMm = dot(apart, normal);
  const gapMm = Math.abs(grid.spacingMm[2] * dot(along, normal));
  if (!(Math.abs(depthMm) < wrongPlaceGaps * gapMm))
    throw new RangeError(`slice ${slice} lies ${depthMm} mm along the stack from its source file`);
  const sidewaysMm = length(subtract(apart, scale(normal, depthMm)));
  if (!(sidewaysMm <= slack * (stackTolerance.bendMm + stackTolerance.straightMm)))
    throw new RangeError(`slice ${slice} lies ${sidewaysMm} mm sideways from its source file`);
}

function requireSamePlane(source: SourceDataSet, { directions, spacingMm }: Grid): void {
  const orientation = sourceNumbers(source, 'ImageOrientationPatient');
  const spacing = sourceNumbers(source, 'PixelSpacing');
  if (orientation?.length !== 6 || spacing?.length !== 2) throw new RangeError('source slice has no plane');
  const turned = [0, 1].map((axis) =>
    length(subtract(orientation.slice(3 * axis, 3 * axis + 3) as unknown as Vec3, directions[axis] as Vec3)),
  );
  // Pixel Spacing names the distance between rows first (DICOM PS3.3 10.7.1.3).
  const stretchedMm = [0, 1].map((axis) => Math.abs((spacing[1 - axis] as number) - (spacingMm[axis] as number)));
  const isSame =
    turned.every((difference) => difference <= slack * stackTolerance.direction) &&
    stretchedMm.every((difference) => difference <= slack * stackTolerance.spacingMm);
  if (!isSame) throw new RangeError('source slice lies in another plane');
}

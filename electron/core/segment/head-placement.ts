import { applyAffine, identityAffine } from '../base/affine.ts';
import { isotropicGrid, voxelToLps, type Grid } from '../base/grid.ts';
import type { Vec3 } from '../base/vector.ts';
import type { Volume } from '../base/volume.ts';
import { resampleField } from '../register/resample-field.ts';
import { foregroundLimit } from './head-foreground.ts';
import type { SegmentationDescription } from './segmentation-description.ts';

/** The top of the head is the highest plane that shows this much of it. */
const leastAreaMm2 = 500;
const topToCentreMm = 88;
/** What lies deeper below the top is neck, and has no say in where the middle is. */
const headDepthMm = 160;
/** Coordinates of the head's width and depth, with stray voxels cut off. */
const edgeQuantiles = [0.01, 0.99] as const;

/**
 * Grid of a network that sees a whole head: cubic voxels along the LPS axes, its middle 88 mm below the top of the head and in the
 * middle of the head across. The image may lie in space as it likes; it is sampled through its affine.
 *
 * @param reference an image of the whole head
 * @returns null when no plane shows a head
 * @see models/common/head_grid.py `head_centre`, the twin
 */
export function placeOnHead(
  reference: Volume,
  { grid, normalisation }: Pick<SegmentationDescription, 'grid' | 'normalisation'>,
): Grid | null {
  const [spacingMm] = grid.spacingMm;
  const space = gridAround(reference.grid, spacingMm);
  const values = resampleField(reference, space, identityAffine);
  const limit = foregroundLimit(values, normalisation.foregroundFraction);
  const areas = foregroundPerPlane(values, limit, space.size);
  const top = areas.findLastIndex((voxels) => voxels * spacingMm * spacingMm >= leastAreaMm2);
  if (top < 0) return null;
  const lowest = Math.max(0, top - Math.round(headDepthMm / spacingMm));
  const { columns, rows } = foregroundPerLine(values, limit, space.size, [lowest, top]);
  const centreVoxel: Vec3 = [middleOf(columns), middleOf(rows), top - topToCentreMm / spacingMm];
  return isotropicGrid(applyAffine(voxelToLps(space), centreVoxel), grid.size, spacingMm);
}

/** Cubic voxels along the LPS axes over the box that holds a grid. */
function gridAround(grid: Grid, spacingMm: number): Grid {
  const [low, high] = [
    [Infinity, Infinity, Infinity],
    [-Infinity, -Infinity, -Infinity],
  ];
  const toLps = voxelToLps(grid);
  for (let corner = 0; corner < 8; corner++) {
    const end = (axis: 0 | 1 | 2): number => (corner & (1 << axis) ? grid.size[axis] - 0.5 : -0.5);
    applyAffine(toLps, [end(0), end(1), end(2)]).forEach((mm, axis) => {
      low[axis] = Math.min(low[axis] ?? mm, mm);
      high[axis] = Math.max(high[axis] ?? mm, mm);
    });
  }
  const centre = low.map((mm, axis) => (mm + (high[axis] ?? mm)) / 2) as unknown as Vec3;
  const size = low.map((mm, axis) => Math.max(1, Math.round(((high[axis] ?? mm) - mm) / spacingMm)));
  return isotropicGrid(centre, size as unknown as Vec3, spacingMm);
}

function foregroundPerPlane(values: Float32Array, limit: number, [columns, rows, planes]: Vec3): number[] {
  const counts: number[] = [];
  for (let k = 0, v = 0; k < planes; k++) {
    let count = 0;
    for (const end = v + columns * rows; v < end; v++) if ((values[v] as number) > limit) count++;
    counts.push(count);
  }
  return counts;
}

interface LineCounts {
  readonly columns: Float64Array;
  readonly rows: Float64Array;
}

/** How many foreground voxels have each column and each row index, between two planes. */
function foregroundPerLine(
  values: Float32Array,
  limit: number,
  [nx, ny]: Vec3,
  [first, last]: readonly [number, number],
): LineCounts {
  const [columns, rows] = [new Float64Array(nx), new Float64Array(ny)];
  let v = first * nx * ny;
  for (let k = first; k <= last; k++) {
    for (let j = 0; j < ny; j++) {
      for (let i = 0; i < nx; i++, v++) {
        if (!((values[v] as number) > limit)) continue;
        columns[i] = (columns[i] as number) + 1;
        rows[j] = (rows[j] as number) + 1;
      }
    }
  }
  return { columns, rows };
}

/** Half way between the 1st and the 99th percentile of an index that occurs `counts[index]` times. */
function middleOf(counts: Float64Array): number {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const [low, high] = edgeQuantiles.map((fraction) => {
    let seen = 0;
    return counts.findIndex((count) => (seen += count) > fraction * (total - 1));
  });
  return ((low ?? 0) + (high ?? 0)) / 2;
}

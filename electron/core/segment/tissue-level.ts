import type { Volume } from '../base/volume.ts';
import { shrinkToBudget } from './working-volume.ts';
import { quantileOfSorted } from '../base/percentile.ts';
import { sortedSample } from './sorted-sample.ts';

/** Grey values of a head before anything is known of it. */
export interface TissueLevel {
  /** Value of air. */
  readonly air: number;
  /** Median of what lies around the middle of the head: brain. */
  readonly tissue: number;
}

/** A head reaches this far down from its top before the neck begins. */
const headHeightMm = 150;

/**
 * Air and brain level of a head: the median inside a ball around the middle of the foreground, counted from the top of the head
 * so that neck and shoulders do not shift it. "Up" is the grid axis closest to the patient's long axis.
 *
 * @returns null when there is no foreground
 */
export function tissueLevel(head: Volume): TissueLevel | null {
  const small = shrinkToBudget(head, 4, 300_000);
  const sorted = sortedSample(small.data, 300_000);
  const [air, bright] = [quantileOfSorted(sorted, 0.02), quantileOfSorted(sorted, 0.98)];
  if (!(bright > air)) return null;
  const above = air + 0.1 * (bright - air);
  const values = valuesAroundMiddle(small, above);
  return values.length < 100 ? null : { air, tissue: quantileOfSorted(values.sort(), 0.5) };
}

function valuesAroundMiddle(head: Volume, above: number): Float32Array {
  const { size, spacingMm } = head.grid;
  const points = foregroundPoints(head, above);
  const centre = [0, 1, 2].map((k) => points.reduce((sum, p) => sum + (p[k] ?? 0), 0) / Math.max(1, points.length));
  const voxelMm3 = spacingMm[0] * spacingMm[1] * spacingMm[2];
  const radiusMm = 0.7 * Math.cbrt((3 * points.length * voxelMm3) / (4 * Math.PI));
  const near = points.filter((p) => {
    const d = [0, 1, 2].map((k) => ((p[k] ?? 0) - (centre[k] ?? 0)) * (spacingMm[k] ?? 1));
    return Math.hypot(...d) < radiusMm;
  });
  return Float32Array.from(near, ([i, j, k]) => head.data[i + size[0] * (j + size[1] * k)] as number);
}

/** Voxels brighter than `above`, from the first level that holds a head down to a head's height below it. */
function foregroundPoints(head: Volume, above: number): (readonly [number, number, number])[] {
  const { size, directions, spacingMm } = head.grid;
  const axis = ([0, 1, 2] as const).reduce((best, k) =>
    Math.abs(directions[k][2]) > Math.abs(directions[best][2]) ? k : best,
  );
  const points: (readonly [number, number, number])[] = [];
  const counts = new Float64Array(size[axis]);
  for (let k = 0, v = 0; k < size[2]; k++) {
    for (let j = 0; j < size[1]; j++) {
      for (let i = 0; i < size[0]; i++, v++) {
        if (!((head.data[v] as number) > above)) continue;
        const point = [i, j, k] as const;
        points.push(point);
        counts[point[axis]] = (counts[point[axis]] as number) + 1;
      }
    }
  }
  const levelVoxels = head.data.length / size[axis];
  const up = directions[axis][2] > 0;
  const holdsHead = (level: number): boolean => (counts[level] as number) > 0.02 * levelVoxels;
  const levels = Array.from(counts, (_, level) => level).filter(holdsHead);
  const top = up ? Math.max(...levels) : Math.min(...levels);
  const depth = headHeightMm / spacingMm[axis];
  return points.filter((p) => (up ? top - p[axis] : p[axis] - top) <= depth);
}

import { voxelCount, voxelVolumeMm3, type Grid } from '../base/grid.ts';

/** Share of every label in every voxel, 0..1, one label after the other. */
export interface LabelShares {
  readonly grid: Grid;
  readonly labels: readonly string[];
  /** One map per label, in their order. */
  readonly maps: readonly Float32Array[];
}

/**
 * Shares of labels from a network's logits (softmax over the labels).
 *
 * @param logits [1, labels, D, H, W] in the grid's voxel order
 */
export function labelShares(logits: Float32Array, labels: readonly string[], grid: Grid): LabelShares {
  const voxels = voxelCount(grid);
  const maps = labels.map((_, label) => logits.slice(label * voxels, (label + 1) * voxels));
  for (let v = 0; v < voxels; v++) {
    let most = -Infinity;
    for (const map of maps) most = Math.max(most, map[v] as number);
    let sum = 0;
    for (const map of maps) sum += map[v] = Math.exp((map[v] as number) - most);
    for (const map of maps) map[v] = (map[v] as number) / sum;
  }
  return { grid, labels, maps };
}

/**
 * Volume of every label in millilitres, by its shares.
 *
 * @param jacobian volume of every bit after a displacement over its volume now; then the volumes are those after it
 */
export function structureVolumesMl(
  { grid, labels, maps }: LabelShares,
  jacobian?: Float32Array,
): Readonly<Record<string, number>> {
  const voxelMl = voxelVolumeMm3(grid) / 1000;
  return Object.fromEntries(
    labels.map((label, n) => {
      const map = maps[n] as Float32Array;
      let sum = 0;
      for (let v = 0; v < map.length; v++) sum += (map[v] as number) * (jacobian?.[v] ?? 1);
      return [label, sum * voxelMl];
    }),
  );
}

/**
 * Change per year of a volume that became another one, in percent of the first: the mean of the years, as published rates are,
 * negative for a loss.
 *
 * @param years above 0
 */
export function percentPerYear(beforeMl: number, afterMl: number, years: number): number {
  return (100 * (afterMl / beforeMl - 1)) / years;
}

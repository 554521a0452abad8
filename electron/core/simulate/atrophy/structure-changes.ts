import { identityAffine } from '../../base/affine.ts';
import { percentile } from '../../base/percentile.ts';
import { voxelVolumeMm3, type Grid } from '../../base/grid.ts';
import { resampleField } from '../../register/resample-field.ts';
import { structureVolumesMl, type LabelShares } from '../structure-volumes.ts';
import type { Margins } from './atrophy-description.ts';

/** Labels that are brain; together they are the structure `brain`. */
export const brainLabels: ReadonlySet<string> = new Set(['white', 'grey', 'hippocampus', 'deepGrey']);

/** Volumes in millilitres by structure: every label but the background, and `brain`. */
export type StructureVolumes = Readonly<Record<string, number>>;

/** Change by structure in percent: the later volume over the earlier one, negative for a loss. */
export type ChangePercents = Readonly<Record<string, number>>;

/** How a structure changes between the scan and the brain that was asked about. */
export interface StructureChange {
  /** A label of the model, or `brain`. */
  readonly structure: string;
  /** In the scan. */
  readonly nowMl: number;
  /** In the healthy counterpart, or in the brain to come. */
  readonly thenMl: number;
  /** The later volume over the earlier one, in percent; negative for a loss. */
  readonly changePercent: number;
  /** Of `changePercent`: central 90 % of the sampled answers, widened by calibration. */
  readonly interval90: readonly [number, number];
}

/**
 * Volumes of the structures of a head.
 *
 * @param determinant of a displacement, on the same grid; then the volumes are those after it
 */
export function volumesOf(shares: LabelShares, determinant?: Float32Array): StructureVolumes {
  const [, ...named] = Object.entries(structureVolumesMl(shares, determinant));
  const brain = named.reduce((sum, [label, ml]) => sum + (brainLabels.has(label) ? ml : 0), 0);
  return { ...Object.fromEntries(named), brain };
}

/** Where nine of ten true volumes lie: a margin on either side of their logarithm; no width for a structure that has none. */
export function volumeIntervals(
  volumes: StructureVolumes,
  margins: Margins,
): Readonly<Record<string, readonly [number, number]>> {
  const interval = (ml: number, margin: number) => [ml * Math.exp(-margin), ml * Math.exp(margin)] as const;
  return Object.fromEntries(Object.entries(volumes).map(([name, ml]) => [name, interval(ml, margins[name] ?? 0)]));
}

/** What lies within the skull's inner surface, millilitres: all structures and the fluid; `brain` would count twice. */
export function intracranialMl(volumes: StructureVolumes): number {
  return Object.entries(volumes).reduce((sum, [structure, ml]) => sum + (structure === 'brain' ? 0 : ml), 0);
}

/** Volume of a paired structure, millilitres. */
export interface SidedVolume {
  readonly left: number;
  readonly right: number;
}

/** Volume of a structure on both sides of the brain's own middle plane; its grid's columns run to the patient's left. */
export function volumeBySide(shares: LabelShares, structure: string): SidedVolume {
  const { grid, labels, maps } = shares;
  const [columns] = grid.size;
  const perColumn = (map: Float32Array): Float64Array => {
    const sums = new Float64Array(columns);
    for (let v = 0; v < map.length; v++) sums[v % columns] = (sums[v % columns] as number) + (map[v] as number);
    return sums;
  };
  const brain = perColumn(shareOf(shares));
  const total = brain.reduce((sum, share) => sum + share, 0);
  const middle = brain.reduce((sum, share, column) => sum + share * column, 0) / Math.max(total, 1);
  const sides = { left: 0, right: 0 };
  perColumn(maps[labels.indexOf(structure)] ?? new Float32Array(0)).forEach((share, column) => {
    sides[column > middle ? 'left' : 'right'] += (share * voxelVolumeMm3(grid)) / 1000;
  });
  return sides;
}

/**
 * Share of some structures in every voxel, 0..1.
 *
 * @param wanted labels; the brain where they are left out
 */
export function shareOf({ labels, maps }: LabelShares, wanted: ReadonlySet<string> = brainLabels): Float32Array {
  const share = new Float32Array(maps[0]?.length ?? 0);
  labels.forEach((label, n) => {
    const map = maps[n];
    if (!map || !wanted.has(label)) return;
    for (let v = 0; v < share.length; v++) share[v] = (share[v] as number) + (map[v] as number);
  });
  return share;
}

/** The shares on a coarser grid of the same box: where its voxels hold eight, their mean. */
export function coarseShares({ grid, labels, maps }: LabelShares, coarse: Grid): LabelShares {
  const coarser = maps.map((data) => resampleField({ grid, data }, coarse, identityAffine));
  return { grid: coarse, labels, maps: coarser };
}

/** Change of every structure between the scan and another brain. */
export function changeOf(scan: StructureVolumes, other: StructureVolumes, scanIs: ScanSide): ChangePercents {
  const [earlier, later] = scanIs === 'later' ? [other, scan] : [scan, other];
  return Object.fromEntries(
    Object.entries(later).map(([name, ml]) => [name, 100 * (ml / Math.max(earlier[name] ?? 0, smallestMl) - 1)]),
  );
}

/** A structure that is not there keeps a change finite. */
const smallestMl = 1e-3;
/** Share of a volume that is left at least, so that logarithms stay finite. */
const smallestRatio = 0.01;

/** Which side of the change the scan is on. */
export type ScanSide = 'earlier' | 'later';

/**
 * Changes with their intervals.
 *
 * @param now volumes in the scan
 * @param then volumes in the brain that was asked about
 * @param futures change of every structure under every sampled answer
 * @param margins added on both sides of the interval's logarithm; 0 for a structure that they do not name
 * @see models/brain-atrophy/intervals.py, the twin
 */
export function structureChanges(
  now: StructureVolumes,
  then: StructureVolumes,
  scanIs: ScanSide,
  { futures, margins }: { readonly futures: readonly ChangePercents[]; readonly margins: Margins },
): StructureChange[] {
  const changes = changeOf(now, then, scanIs);
  return Object.entries(now).map(([structure, nowMl]) => {
    const changePercent = changes[structure] ?? 0;
    const sampled = futures.length > 0 ? futures.map((future) => future[structure] ?? 0) : [changePercent];
    const logarithms = sampled.map((percent) => Math.log(Math.max(smallestRatio, 1 + percent / 100)));
    const margin = margins[structure] ?? 0;
    const end = (share: 5 | 95, aside: number): number => 100 * Math.expm1(percentile(logarithms, share) + aside);
    const interval90 = [end(5, -margin), end(95, margin)] as const;
    return { structure, nowMl, thenMl: then[structure] ?? 0, changePercent, interval90 };
  });
}

import { identityAffine } from '../base/affine.ts';
import { voxelVolumeMm3 } from '../base/grid.ts';
import type { Vec3 } from '../base/vector.ts';
import { maskVolumeMl, type Mask, type Volume } from '../base/volume.ts';
import { resampleMask } from '../register/resample-mask.ts';
import { smoothField } from '../register/smooth-field.ts';
import { depthInBrainMm } from './depth-in-brain.ts';
import { connectedComponents, type Components } from './components.ts';
import { fillHoles } from './fill-holes.ts';
import { fitBrainShape, shapeCoordinateMm, type FittedShape } from './fit-brain-shape.ts';
import { flattenBrightness } from './flatten-brightness.ts';
import { mirroredField } from './mirrored-field.ts';
import { close, dilate, intersect, open } from './morphology.ts';
import { quantileOfSorted } from '../base/percentile.ts';
import { sortedSample } from './sorted-sample.ts';
import { shrinkToBudget } from './working-volume.ts';

/** A lesion found without hands. */
export interface CoreLesion {
  /** Enhancing part and what it encloses, on the T1c grid; empty when nothing was found. */
  readonly mask: Mask;
  readonly volumeMl: number;
}

/** Other images of the same date on the grid of T1c, each optional. */
export interface OtherSequences {
  readonly T1?: Volume;
  readonly FLAIR?: Volume;
  readonly T2?: Volume;
}

/** Larger volumes are outlined on fewer voxels, about a millimetre and a half. */
const mostVoxels = 2_500_000;
/** One in twenty voxels of normal tissue is this many standard deviations above its middle. */
const brightDeviations = 1.645;
/** Vessels and dura are thinner than twice this. */
const threadMm = 1.6;
/** Dura and sinuses lie within this depth under the surface of the mask and of the fitted mean brain. */
const duraMm = 3;
/** A lesion must reach deeper than this somewhere. */
const deepMm = 6;
/** The halves are compared after a blur of this width; less excess brightness than this is no sign of a lesion. */
const [mirrorBlurMm, leastExcess] = [4, 0.08];
/** Below this height in the mean brain (cerebellum, skull base) a lesion is rarer and the coil's brightness least certain. */
const [lowBelowMm, lowWeight] = [-30, 0.3];
/** Falx and sagittal sinus lie this close to the mid-plane, where a mirror says nothing. */
const midlineMm = 6;
/** FLAIR brighter than this, as a multiple of normal tissue, is abnormal. */
const abnormalFlair = 1.15;
/** Volume times excess brightness below which nothing is called a lesion: half a millilitre that is a fifth too bright. */
const leastScore = 0.1;
/** A further part is kept when it counts at least this fraction of the first. */
const furtherPartFraction = 0.15;

/**
 * First automatic outline of the tumour core (enhancement and enclosed necrosis) on T1 with contrast: brighter than normal
 * tissue, thicker than vessels and dura, deeper than the surface, and not mirrored on the other side (choroid plexus, sinuses).
 * A start for a forecast without hands, not a measurement: it is always reported as automatic.
 *
 * @param brain on the grid of `t1c`
 * @param others T1 without contrast on the same grid sharpens the result: what is bright before contrast is not enhancement
 */
export function segmentCore(t1c: Volume, brain: Mask, others: OtherSequences = {}): CoreLesion {
  const small = shrinkToBudget(t1c, 0.5, mostVoxels);
  const isSmaller = small.data.length < t1c.data.length;
  const onSmall = (volume: Volume): Volume => (isSmaller ? shrinkToBudget(volume, 0.5, mostVoxels) : volume);
  const found = outline(isSmaller ? small : t1c, isSmaller ? resampleMask(brain, small.grid, identityAffine) : brain, {
    ...(others.T1 && { T1: onSmall(others.T1) }),
    ...(others.FLAIR && { FLAIR: onSmall(others.FLAIR) }),
  });
  const mask = isSmaller ? intersect(resampleMask(found, t1c.grid, identityAffine), brain) : found;
  return { mask, volumeMl: maskVolumeMl(mask) };
}

function outline(t1c: Volume, brain: Mask, others: OtherSequences): Mask {
  const shape = fitBrainShape(brain);
  const brightness = relativeBrightness(t1c, brain, others.T1);
  const depth = depthInBrainMm(brain, shape);
  const bright = brighterThanTissue(brightness, brain, depth);
  const solid = intersect(dilate(open(bright, threadMm), threadMm), bright);
  const parts = connectedComponents(solid);
  const excess = excessOverMirror(brightness, shape);
  if (others.FLAIR !== undefined) keepWhereAbnormal(excess, others.FLAIR, brain);
  const kept = choose(parts, scoreParts(parts, depth, excess), brain);
  return intersect(fillHoles(close({ grid: t1c.grid, data: kept }, 2 * threadMm)), brain);
}

/** How much brighter each place is than its mirror image, both blurred; less towards the skull base, 0 along the mid-plane. */
function excessOverMirror(brightness: Volume, shape: FittedShape): Float32Array {
  const blur: Vec3 = [mirrorBlurMm, mirrorBlurMm, mirrorBlurMm];
  const blurred = { grid: brightness.grid, data: smoothField(brightness, blur) };
  const mirrored = mirroredField(blurred, shape);
  const height = shapeCoordinateMm(shape, brightness.grid, 2);
  const aside = shapeCoordinateMm(shape, brightness.grid, 0);
  return mirrored.map((other, v) => {
    if (Math.abs(aside[v] as number) < midlineMm) return 0;
    const excess = Math.max(0, (blurred.data[v] as number) - other - leastExcess);
    return (height[v] as number) < lowBelowMm ? lowWeight * excess : excess;
  });
}

/** Enhancing tumour lies in tissue that FLAIR shows as abnormal; sinuses, dura and plexus do not. */
function keepWhereAbnormal(excess: Float32Array, flair: Volume, brain: Mask): void {
  const flat = { grid: flair.grid, data: flattenBrightness(flair, brain) };
  const blurred = smoothField(flat, [2, 2, 2]);
  for (let v = 0; v < excess.length; v++) if ((blurred[v] as number) < abnormalFlair) excess[v] = 0;
}

/** Brightness relative to the tissue around, lightly smoothed; less what T1 shows without contrast. */
function relativeBrightness(t1c: Volume, brain: Mask, t1: Volume | undefined): Volume {
  const flat = flattenBrightness(t1c, brain);
  if (t1 !== undefined) {
    const before = flattenBrightness(t1, brain);
    for (let v = 0; v < flat.length; v++) flat[v] = (flat[v] as number) - Math.max(0, (before[v] as number) - 1);
  }
  return { grid: t1c.grid, data: smoothField({ grid: t1c.grid, data: flat }, [0.7, 0.7, 0.7]) };
}

function brighterThanTissue(brightness: Volume, brain: Mask, depth: Float32Array): Mask {
  const sorted = sortedSample(brightness.data, 200_000, brain.data).filter((value) => value > 0.6);
  const middle = quantileOfSorted(sorted, 0.5);
  const deviations = sorted.map((value) => Math.abs(value - middle)).sort();
  // 1.4826 times the median deviation is the standard deviation of a normal distribution, whatever the tails hold.
  const above = middle + brightDeviations * 1.4826 * quantileOfSorted(deviations, 0.5);
  const data = new Uint8Array(brain.data.length);
  for (let v = 0; v < data.length; v++) {
    data[v] = (depth[v] as number) > duraMm && (brightness.data[v] as number) > above ? 1 : 0;
  }
  return { grid: brain.grid, data };
}

/** Score of every part: excess brightness summed over its deep voxels, times the fraction of the part that is deep and exceeds. */
function scoreParts(parts: Components, depth: Float32Array, excess: Float32Array): Float64Array {
  const [sums, counts] = [new Float64Array(parts.voxels.length), new Float64Array(parts.voxels.length)];
  for (let v = 0; v < depth.length; v++) {
    const label = parts.labels[v] as number;
    if (label === 0 || (depth[v] as number) < deepMm || !((excess[v] as number) > 0)) continue;
    sums[label - 1] = (sums[label - 1] as number) + (excess[v] as number);
    counts[label - 1] = (counts[label - 1] as number) + 1;
  }
  return sums.map((sum, n) => (sum * (counts[n] as number)) / (parts.voxels[n] ?? 1));
}

function choose(parts: Components, scores: Float64Array, brain: Mask): Uint8Array {
  const voxelMl = voxelVolumeMm3(brain.grid) / 1000;
  const best = Math.max(0, ...scores);
  const kept = new Uint8Array(parts.labels.length);
  if (best * voxelMl < leastScore) return kept;
  for (let v = 0; v < kept.length; v++) {
    const label = parts.labels[v] as number;
    kept[v] = label > 0 && (scores[label - 1] as number) >= furtherPartFraction * best ? 1 : 0;
  }
  return kept;
}

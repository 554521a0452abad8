import { identityAffine } from '../base/affine.ts';
import type { Grid } from '../base/grid.ts';
import type { Mask, Volume } from '../base/volume.ts';
import { squaredDistancesMm2 } from '../register/distance-field.ts';
import { resampleField } from '../register/resample-field.ts';
import { smoothField } from '../register/smooth-field.ts';
import { largestComponent } from './components.ts';
import { cropToForeground } from './crop-volume.ts';
import { fillHoles } from './fill-holes.ts';
import { fitBrainShape, shapeDistanceMm } from './fit-brain-shape.ts';
import { close, dilate, erode, intersect, open } from './morphology.ts';
import { tissueLevel, type TissueLevel } from './tissue-level.ts';
import { shrinkToBudget } from './working-volume.ts';

/** Kinds of MR image that brain and tissue are found on (a subset of the contract's Sequence). */
export type HeadSequence = 'T1' | 'T1c' | 'T2' | 'FLAIR' | 'PD';

/** Grey values of brain and its fluid, as multiples of the tissue level: below is bone and air, above is fat. */
const brainRange: Readonly<Record<HeadSequence, readonly [number, number]>> = {
  T1: [0.35, 1.6],
  T1c: [0.35, 1.5],
  FLAIR: [0.45, 1.7],
  // Fluid is the brightest of T2, so nothing is too bright.
  T2: [0.3, Infinity],
  PD: [0.3, 1.8],
};
/** What is brighter than this multiple of the tissue level belongs to the head. */
const headAbove = 0.25;
/** Where fluid is dark, tissue tells itself from fluid, bone and dura: at least this multiple of the tissue level. */
const fluidIsDark: Readonly<Record<HeadSequence, boolean>> = { T1: true, T1c: true, FLAIR: true, T2: false, PD: false };
const surelyTissue = 0.6;
/** Furrows and gaps narrower than twice this belong to the brain. */
const closedMm = 8;
/** Bone and dura that were taken for brain are at most this thick. */
const rimMm = 8;
/** Scalp and skull are at least this thick together. */
const scalpAndSkullMm = 7;
/** Threads thinner than twice this join brain and scalp through the skull. */
const threadMm = 3;
/** A brain may bulge beyond the fitted mean shape by this much, in the upper part and at the base. */
const slackMm = 6;
/** Real heads, tumours and craniotomies included, agree to 0.88 and better with the mean brain; a filled box to 0.75. */
const leastAgreement = 0.8;

/**
 * Brain with its sulcal fluid, without scalp, skull, eyes, face and neck; whole heads and thick slices.
 *
 * Voxels as bright as brain are freed from the scalp, the largest part is kept, a mean brain is fitted to it, and what lies
 * outside of that (neck, face, eyes) is cut off. Dura and superficial vessels partly stay inside.
 *
 * @returns mask on the volume's grid; null when nothing like a brain is found (the caller knows the date: 'segment/no-brain')
 */
export function brainMask(volume: Volume, sequence: HeadSequence): Mask | null {
  const wide = shrinkToBudget(volume, 1.25, 1_500_000);
  const level = tissueLevel(wide);
  if (level === null) return null;
  const head = cropToForeground(wide, level.air + headAbove * (level.tissue - level.air), 6);
  const candidates = brainLike(head, level, brainRange[sequence]);
  const core = largestComponent(erode(candidates, threadMm), 6);
  const leaky = intersect(dilate(core, threadMm + 0.5), candidates);
  const shape = fitBrainShape(leaky);
  if (shape.agreement < leastAgreement) return null;
  const allowed = within(shapeDistanceMm(shape, head.grid), slackMm, head.grid);
  const cut = largestComponent(open(intersect(leaky, allowed), threadMm), 6);
  const whole = largestComponent(open(fillHoles(close(cut, closedMm)), 6), 6);
  const trimmed = fluidIsDark[sequence] ? trimRim(whole, head, level) : whole;
  return ontoGrid(trimmed, volume.grid);
}

/**
 * Takes bone marrow and dura off the rim: along the surface only what is tissue, or close to tissue on several sides, stays. A
 * fluid-filled cavity that opens to the surface loses no more than the rim.
 */
function trimRim(brain: Mask, head: Volume, { air, tissue }: TissueLevel): Mask {
  const bright = intersect(threshold(head, air + surelyTissue * (tissue - air), Infinity), brain);
  const solid = largestComponent(open(bright, threadMm), 6);
  const tight = fillHoles(close(solid, closedMm));
  const { size, spacingMm } = head.grid;
  const depth = squaredDistancesMm2({ isMember: brain.data, member: 0, size, spacingMm });
  for (let v = 0; v < depth.length; v++) {
    if (brain.data[v] !== 0 && (depth[v] as number) > rimMm * rimMm) tight.data[v] = 1;
  }
  return largestComponent(intersect(tight, brain), 6);
}

/** Voxels with the grey value of brain that lie deeper in the head than scalp and skull. */
function brainLike(head: Volume, { air, tissue }: TissueLevel, range: readonly [number, number]): Mask {
  const at = (multiple: number): number => air + multiple * (tissue - air);
  const foreground = threshold(head, at(headAbove), Infinity);
  const inside = fillHoles(largestComponent(close(foreground, 6)));
  const { size, spacingMm } = head.grid;
  const squaredMm2 = squaredDistancesMm2({ isMember: inside.data, member: 0, size, spacingMm });
  const candidates = threshold(head, at(range[0]), at(range[1]));
  for (let v = 0; v < squaredMm2.length; v++) {
    if ((squaredMm2[v] as number) <= scalpAndSkullMm * scalpAndSkullMm) candidates.data[v] = 0;
  }
  return candidates;
}

function threshold({ grid, data }: Volume, above: number, below: number): Mask {
  const out = new Uint8Array(data.length);
  for (let v = 0; v < out.length; v++) out[v] = (data[v] as number) > above && (data[v] as number) < below ? 1 : 0;
  return { grid, data: out };
}

function within(distanceMm: Float32Array, mostMm: number, grid: Grid): Mask {
  return threshold({ grid, data: distanceMm }, -Infinity, mostMm);
}

/** The mask on another grid of the same space, its outline smoothed over a millimetre and a half. */
function ontoGrid(mask: Mask, grid: Grid): Mask {
  const soft = { grid: mask.grid, data: new Float32Array(mask.data) };
  const smooth = { grid: mask.grid, data: smoothField(soft, [1.5, 1.5, 1.5]) };
  return threshold({ grid, data: resampleField(smooth, grid, identityAffine) }, 0.5, Infinity);
}

import { ExpectedError } from '../base/expected-error.ts';
import { voxelCount, type Grid } from '../base/grid.ts';
import { boxAroundMasks, cropData, pasteMask } from '../base/grid-box.ts';
import type { Inference } from '../base/inference.ts';
import type { CancelSignal } from '../base/signal.ts';
import type { Mask } from '../base/volume.ts';
import { identityAffine } from '../base/affine.ts';
import { resampleField, type Field } from '../register/resample-field.ts';
import { dropSpecks, inOnePiece } from './clean-region.ts';
import { fillHoles } from './fill-holes.ts';
import { placeOnHead } from './head-placement.ts';
import { intersect, unite } from './morphology.ts';
import { outlineInput } from './outline-input.ts';
import { regionAbove, type BoxedRegion } from './region-above.ts';
import type { LesionImages, SegmentationDescription } from './segmentation-description.ts';

/** What a network sees of one visit, on the grid of its images. */
export interface NetworkOutline {
  /** Id and version of the model. */
  readonly model: string;
  readonly brain: Mask;
  /** Enhancing part and what it encloses, without holes; empty when there is none. */
  readonly core: Mask;
  /** Part of the core. */
  readonly necrosisOrCavity: Mask;
  /** Whole T2/FLAIR abnormality, the core included; null when neither FLAIR nor T2 was given. */
  readonly oedema: Mask | null;
  /** Mean probability of the core's voxels, 0..1, a hint at its quality; null for an empty core. */
  readonly coreProbability: number | null;
}

/** Parts smaller than this are noise. */
const speckMl = 0.05;
/** The image that the grid is placed by: the first of these that there is. */
const placementOrder = ['T1c', 'FLAIR', 'T1', 'T2'] as const;

/**
 * Outlines brain and lesion of one visit with a network.
 *
 * @param images on one grid, at least one; any directions and spacing
 * @returns null when the images show no head
 * @throws ExpectedError 'job/cancelled', 'model/runtime-failed', 'model/graph-mismatch'
 */
export async function outlineByNetwork(
  images: LesionImages,
  inference: Inference,
  model: SegmentationDescription,
  signal: CancelSignal,
): Promise<NetworkOutline | null> {
  const reference = placementOrder.map((sequence) => images[sequence]).find((image) => image !== undefined);
  const grid = reference && placeOnHead(reference, model);
  if (!grid) return null;
  const [graph] = model.graphs;
  if (!graph) throw mismatch(model, 'the manifest names no graph');
  const { logits } = await inference.run(graph.role, outlineInput(images, grid, model), signal);
  if (logits?.data.length !== model.outputs.length * voxelCount(grid)) throw mismatch(model, 'logits of another size');
  const regions = regionsOf(logits.data, grid, model);
  const isOedemaSeen = images.FLAIR !== undefined || images.T2 !== undefined;
  return { model: `${model.id} ${model.version}`, ...outlineOf(regions, reference.grid, isOedemaSeen) };
}

/** Probability of one region on the network's grid, and where it begins. */
interface Region {
  readonly probability: Field;
  readonly threshold: number;
}

/** Regions by name; the constants of the model's interface. */
type Regions = Readonly<Record<'brain' | 'core' | 'necrosisOrCavity' | 'oedema', Region>>;

function regionsOf(logits: Float32Array, grid: Grid, model: SegmentationDescription): Regions {
  const voxels = voxelCount(grid);
  const region = (name: string): Region => {
    const channel = model.outputs.indexOf(name);
    if (channel < 0) throw mismatch(model, `no output is called "${name}"`);
    const data = logits.slice(channel * voxels, (channel + 1) * voxels);
    for (let v = 0; v < voxels; v++) data[v] = 1 / (1 + Math.exp(-(data[v] as number)));
    return { probability: { grid, data }, threshold: model.segmentation.thresholds[name] ?? 0.5 };
  };
  return {
    brain: region('brain'),
    core: region('core'),
    necrosisOrCavity: region('necrosisOrCavity'),
    oedema: region('oedema'),
  };
}

function outlineOf(regions: Regions, target: Grid, isOedemaSeen: boolean): Omit<NetworkOutline, 'model'> {
  const { threshold } = regions.brain;
  const brain = pasted(regionAbove(inOnePiece(regions.brain.probability, threshold), target, threshold), target);
  const core = coreOf(regions.core, target, brain);
  const necrosisOrCavity = intersect(pasted(above(regions.necrosisOrCavity, target), target), core);
  const oedema = isOedemaSeen ? oedemaOf(regions.oedema, target, { brain, core }) : null;
  return { brain, core, necrosisOrCavity, oedema, coreProbability: meanInside(regions.core.probability, core) };
}

function coreOf(region: Region, target: Grid, brain: Mask): Mask {
  const found = above(region, target);
  if (!found) return emptyMask(target);
  return pasted({ ...found, mask: dropSpecks(fillHoles(insideBrain(found, brain)), speckMl) }, target);
}

function oedemaOf(region: Region, target: Grid, { brain, core }: { readonly brain: Mask; readonly core: Mask }): Mask {
  const found = above(region, target);
  if (!found) return core;
  const whole = unite(pasted({ ...found, mask: insideBrain(found, brain) }, target), core);
  const box = boxAroundMasks([whole], 0);
  return box ? pasteMask(dropSpecks({ grid: box.grid, data: cropData(whole.data, box) }, speckMl).data, box) : whole;
}

function above({ probability, threshold }: Region, target: Grid): BoxedRegion | null {
  return regionAbove(probability, target, threshold);
}

function insideBrain({ box, mask }: BoxedRegion, brain: Mask): Mask {
  return intersect(mask, { grid: box.grid, data: cropData(brain.data, box) });
}

function pasted(region: BoxedRegion | null, target: Grid): Mask {
  return region ? pasteMask(region.mask.data, region.box) : emptyMask(target);
}

function emptyMask(grid: Grid): Mask {
  return { grid, data: new Uint8Array(voxelCount(grid)) };
}

/** Mean of a field over a mask of another grid in the same space; null for an empty mask. */
function meanInside(field: Field, mask: Mask): number | null {
  const box = boxAroundMasks([mask], 0);
  if (box === null) return null;
  const sampled = resampleField(field, box.grid, identityAffine);
  const inside = cropData(mask.data, box);
  let [count, sum] = [0, 0];
  for (let v = 0; v < inside.length; v++) {
    if (inside[v] === 0) continue;
    count++;
    sum += sampled[v] as number;
  }
  return sum / count;
}

function mismatch({ id }: SegmentationDescription, reason: string): ExpectedError {
  return new ExpectedError({ code: 'model/graph-mismatch', id, reason });
}

import { maskVoxels, maskVolumeMl, type Mask, type Volume } from '../base/volume.ts';
import { smoothField } from '../register/smooth-field.ts';
import { connectedComponents } from './components.ts';
import { depthInBrainMm } from './depth-in-brain.ts';
import { fillHoles } from './fill-holes.ts';
import { fitBrainShape } from './fit-brain-shape.ts';
import { flattenBrightness } from './flatten-brightness.ts';
import { dilate, intersect, open, unite } from './morphology.ts';
import { quantileOfSorted } from '../base/percentile.ts';
import { sortedSample } from './sorted-sample.ts';

/** Oedema is at least this much brighter than normal tissue, whatever the spread of grey values. */
const leastBrightness = 1.15;
/** One in twenty voxels of normal tissue is this many standard deviations above its middle. */
const brightDeviations = 1.645;
/** Abnormal FLAIR belongs to the core when it comes this close to it; threads thinner than twice `threadMm` do not lead on. */
const [touchesCoreMm, threadMm] = [4, 1.5];
const leastExtraMl = 0.5;
/** Bright fat and dura lie within this depth under the surface. */
const duraMm = 3;

/**
 * First automatic outline of the whole FLAIR abnormality around a core, the core included: brighter than normal tissue and
 * connected with the core.
 *
 * @param brain and `core` on the grid of `flair`
 * @returns null when there is no core or FLAIR shows nothing bright around it
 */
export function segmentOedema(flair: Volume, brain: Mask, core: Mask): Mask | null {
  if (maskVoxels(core) === 0) return null;
  const bright = brightFlair(flair, brain, depthInBrainMm(brain, fitBrainShape(brain)));
  const solid = intersect(dilate(open(bright, threadMm), threadMm), bright);
  const near = connectedWith(unite(solid, core), dilate(core, touchesCoreMm));
  const whole = unite(fillHoles(near), core);
  return maskVolumeMl(whole) - maskVolumeMl(core) < leastExtraMl ? null : whole;
}

function brightFlair(flair: Volume, brain: Mask, depth: Float32Array): Mask {
  const flat = { grid: flair.grid, data: flattenBrightness(flair, brain) };
  const brightness = smoothField(flat, [0.8, 0.8, 0.8]);
  const sorted = sortedSample(brightness, 200_000, brain.data).filter((value) => value > 0.6);
  const middle = quantileOfSorted(sorted, 0.5);
  const deviations = sorted.map((value) => Math.abs(value - middle)).sort();
  const spread = 1.4826 * quantileOfSorted(deviations, 0.5);
  const above = Math.max(leastBrightness, middle + brightDeviations * spread);
  const data = new Uint8Array(brain.data.length);
  for (let v = 0; v < data.length; v++) {
    data[v] = (depth[v] as number) > duraMm && (brightness[v] as number) > above ? 1 : 0;
  }
  return { grid: brain.grid, data };
}

/** Parts of a mask that share a voxel with the seeds. */
function connectedWith(mask: Mask, seeds: Mask): Mask {
  const { labels, voxels } = connectedComponents(mask);
  const touched = new Uint8Array(voxels.length + 1);
  for (let v = 0; v < labels.length; v++) if (seeds.data[v] !== 0) touched[labels[v] as number] = 1;
  const data = new Uint8Array(labels.length);
  for (let v = 0; v < data.length; v++) data[v] = labels[v] === 0 ? 0 : (touched[labels[v] as number] as number);
  return { grid: mask.grid, data };
}

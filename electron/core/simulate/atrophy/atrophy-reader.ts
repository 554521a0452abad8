import { ExpectedError } from '../../base/expected-error.ts';
import { identityAffine } from '../../base/affine.ts';
import { gridCentreMm, isotropicGrid, voxelCount, type Grid } from '../../base/grid.ts';
import type { Inference } from '../../base/inference.ts';
import type { CancelSignal } from '../../base/signal.ts';
import type { NamedTensors, Tensor } from '../../base/tensor.ts';
import type { Vec3 } from '../../base/vector.ts';
import type { Volume } from '../../base/volume.ts';
import type { VectorField } from '../../register/deform/displacement-field.ts';
import { resampleField } from '../../register/resample-field.ts';
import { sampleImage } from '../../register/sample-image.ts';
import { placeOnHead } from '../../segment/head-placement.ts';
import { headStatistics, normaliseHead, type HeadStatistics } from '../../segment/normalise-head.ts';
import { labelShares, type LabelShares } from '../structure-volumes.ts';
import type { AtrophyDescription } from './atrophy-description.ts';
import { atrophyConditions, type AtrophyQuestion } from './atrophy-question.ts';

/** What the model answers to one question with one latent vector, on its coarse grid. */
export interface AtrophyAnswer {
  /** Velocity times years, in voxels of the coarse grid: its exponential leads from the scan to the brain that is asked about. */
  readonly velocity: VectorField;
  /** Change of brightness at the place in the scan's units, on the same grid, as seen where things have come to lie. */
  readonly brightness: Volume;
}

/** A head that the model has looked at. */
export interface ReadHead {
  /** The model's grid round the head. */
  readonly grid: Grid;
  readonly shares: LabelShares;
  /**
   * Answers a question.
   *
   * @param latent of the model's latent size; zeros for the middle of what it holds possible
   * @throws ExpectedError 'job/cancelled', 'model/runtime-failed'
   */
  readonly answer: (question: AtrophyQuestion, latent: Float32Array) => Promise<AtrophyAnswer>;
}

/**
 * Shows a scan to the model: the encoder runs once, every answer costs one run of the decoder.
 *
 * @param scan T1, the head included, in any directions and spacing
 * @returns null when the scan shows no head
 * @throws ExpectedError 'job/cancelled', 'model/runtime-failed', 'model/graph-mismatch', 'model/bad-manifest'
 */
export async function readHead(
  scan: Volume,
  inference: Inference,
  model: AtrophyDescription,
  signal: CancelSignal,
): Promise<ReadHead | null> {
  const grid = placeOnHead(scan, model);
  if (grid === null) return null;
  const values = sampleImage(scan, grid);
  const statistics = headStatistics(values, model.normalisation);
  const [width, height, depth] = grid.size;
  const image = { shape: [1, 1, depth, height, width], data: normaliseHead(values, model.normalisation, statistics) };
  const seen = await inference.run('encoder', { image }, signal);
  const logits = outputOf(seen, 'labels', model.labels.length * voxelCount(grid), model);
  const shares = labelShares(logits, model.labels, grid);
  const coarse = coarseGrid(grid, model);
  const inside = insideShare(shares, coarse);
  const place = { coarse, inside, brightnessUnit: statistics.deviation * model.normalisation.divisor };
  const decoderInputs = model.graphs.find(({ role }) => role === 'decoder')?.inputs;
  if (decoderInputs === undefined) throw mismatch(model, 'no graph has the role "decoder"');
  const proportions = vector(proportionsOf(shares));
  return {
    grid,
    shares,
    answer: async (question, latent) => {
      const conditions = vector(atrophyConditions(question, model));
      const given: NamedTensors = { ...seen, conditions, latent: vector(latent), proportions };
      const inputs: Record<string, Tensor> = {};
      for (const { name } of decoderInputs) {
        const tensor = given[name];
        if (tensor === undefined) throw mismatch(model, `nothing gives the decoder's input "${name}"`);
        inputs[name] = tensor;
      }
      return answerOf(await inference.run('decoder', inputs, signal), place, model);
    },
  };
}

/** A label that was not found counts as so many voxels. */
const smallestVolumeVoxels = 1;

/**
 * Natural logarithm of every label's share of the intracranial space, the background left out: how far a disease has gone shows in
 * the proportions of a brain, which no place in it shows.
 *
 * @see models/brain-atrophy/model.py `proportions_of`, the twin
 */
export function proportionsOf({ maps }: LabelShares): Float32Array {
  const volumes = maps.slice(1).map((share) => {
    let voxels = 0;
    for (let v = 0; v < share.length; v++) voxels += share[v] as number;
    return Math.max(smallestVolumeVoxels, voxels);
  });
  const whole = volumes.reduce((sum, volume) => sum + volume, 0);
  return Float32Array.from(volumes, (volume) => Math.log(volume / whole));
}

interface Place {
  readonly coarse: Grid;
  /** Share of every coarse voxel that lies within the skull. */
  readonly inside: Float32Array;
  /** One unit of the model's brightness in units of the scan. */
  readonly brightnessUnit: HeadStatistics['deviation'];
}

/** The skull stands still, and everything beyond it: the answer fades out there. */
function answerOf(
  outputs: NamedTensors,
  { coarse, inside, brightnessUnit }: Place,
  model: AtrophyDescription,
): AtrophyAnswer {
  const voxels = voxelCount(coarse);
  const velocity = outputOf(outputs, 'velocity', 3 * voxels, model);
  const brightness = outputOf(outputs, 'brightness', voxels, model).map(
    (value, v) => value * brightnessUnit * (inside[v] as number),
  );
  // The tensor's components follow its axes, slices first; a vector field begins with the columns.
  const along = (component: number): Float32Array =>
    velocity
      .slice(component * voxels, (component + 1) * voxels)
      .map((value, v) => (value * (inside[v] as number)) / model.velocity.every);
  return {
    velocity: { grid: coarse, along: [along(2), along(1), along(0)] },
    brightness: { grid: coarse, data: brightness },
  };
}

/** Where voxels of the coarse grid hold eight of the fine one, their mean. */
function insideShare({ grid, maps: [outside] }: LabelShares, coarse: Grid): Float32Array {
  if (outside === undefined) throw new Error('a model names at least two labels');
  return resampleField({ grid, data: outside }, coarse, identityAffine, 1).map((share) => 1 - share);
}

/** The decoder's grid: voxels of several of the encoder's, over the same box. */
function coarseGrid(grid: Grid, { velocity: { every } }: AtrophyDescription): Grid {
  const size = grid.size.map((count) => count / every) as unknown as Vec3;
  return isotropicGrid(gridCentreMm(grid), size, grid.spacingMm[0] * every);
}

function vector(data: Float32Array): Tensor {
  return { shape: [1, data.length], data };
}

function outputOf(outputs: NamedTensors, name: string, values: number, model: AtrophyDescription): Float32Array {
  const data = outputs[name]?.data;
  if (data?.length === values) return data;
  throw mismatch(model, `"${name}" has ${data?.length ?? 'no'} values, not ${values}`);
}

function mismatch({ id }: AtrophyDescription, reason: string): ExpectedError {
  return new ExpectedError({ code: 'model/graph-mismatch', id, reason });
}

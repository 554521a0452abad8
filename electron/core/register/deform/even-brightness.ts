import type { Grid } from '../../base/grid.ts';
import type { Vec3 } from '../../base/vector.ts';
import { distanceFieldMm } from '../distance-field.ts';
import { smoothField } from '../smooth-field.ts';
import type { ImagePair } from './fit-velocity.ts';

/** Width of the difference between the two coils' brightness that is taken out, standard deviation. */
const biasMm = 15;
const biasRounds = 6;
/** Noise of the logarithm of brightness; edges that differ by more in a millimetre count for less. */
const noise = 0.03;
/** Largest difference of the logarithm that still counts as brightness rather than as anatomy. */
const largestBias = 0.25;
/** Darker than this share of the brain's mean is fluid or air, whose logarithm is all noise. */
const darkest = 0.25;
/** Both images fade out between these distances from the brain. */
const fadeMm = [4, 12] as const;
/** What they fade to, standard deviations of the brain below its mean: about the brightness of fluid. */
const background = -1.7;

/**
 * Two T1 scans of one head made comparable: the slow difference in their brightness taken out, half from either, mean and
 * standard deviation of the brain set to 0 and 1, and everything outside the brain faded out, because scalp, jaw and neck move.
 *
 * @param brain on the grid of the pair, not empty
 * @see Lewis & Fox, NeuroImage 23:75, 2004, differential bias correction
 */
export function evenBrightness(pair: ImagePair, brain: Uint8Array): ImagePair {
  const from = scaled(pair.from, 0, momentsIn(pair.from, brain)[0]);
  const to = scaled(pair.to, 0, momentsIn(pair.to, brain)[0]);
  const bias = differenceInBias({ grid: pair.grid, from, to }, brain);
  const distance = distanceFieldMm(brain, pair.grid);
  const finished = (image: Float32Array, sign: number): Float32Array => {
    const even = evened(image, bias, sign / 2);
    return faded(scaled(even, ...momentsIn(even, brain)), distance);
  };
  return { grid: pair.grid, from: finished(from, 1), to: finished(to, -1) };
}

/**
 * Logarithm of the second image's slow brightness over the first's: weighted means of their differences, again and again of what
 * is left, where both are bright and lie away from edges.
 */
function differenceInBias({ grid, from, to }: ImagePair, brain: Uint8Array): Float32Array {
  const [first, second] = [logarithms(from), logarithms(to)];
  const weight = evenness([first, second], grid);
  for (let v = 0; v < weight.length; v++) {
    if (brain[v] === 0 || Math.min(from[v] as number, to[v] as number) < darkest) weight[v] = 0;
  }
  const total = blurred(weight, grid);
  const bias = new Float32Array(from.length);
  const left = new Float32Array(from.length);
  for (let round = 0; round < biasRounds; round++) {
    for (let v = 0; v < left.length; v++) {
      const difference = (second[v] as number) - (first[v] as number) - (bias[v] as number);
      left[v] = (weight[v] as number) * Math.min(largestBias, Math.max(-largestBias, difference));
    }
    const mean = blurred(left, grid);
    for (let v = 0; v < bias.length; v++) {
      const around = total[v] as number;
      if (around > 1e-6) bias[v] = (bias[v] as number) + (mean[v] as number) / around;
    }
  }
  return bias;
}

/** Weight of every voxel: 1 where the mean of two images is flat, less at edges. */
function evenness([first, second]: readonly [Float32Array, Float32Array], grid: Grid): Float32Array {
  const { size, spacingMm } = grid;
  const strides: Vec3 = [1, size[0], size[0] * size[1]];
  const weight = new Float32Array(first.length);
  for (let v = strides[2]; v < weight.length - strides[2]; v++) {
    let steepness = 0;
    for (const axis of [0, 1, 2] as const) {
      const [after, before] = [v + strides[axis], v - strides[axis]];
      const rise =
        (first[after] as number) - (first[before] as number) + (second[after] as number) - (second[before] as number);
      steepness += (rise / 4 / spacingMm[axis]) ** 2;
    }
    weight[v] = noise ** 2 / (noise ** 2 + steepness / 4);
  }
  return weight;
}

function logarithms(image: Float32Array): Float32Array {
  const out = new Float32Array(image.length);
  for (let v = 0; v < out.length; v++) out[v] = Math.log(Math.max(0.05, image[v] as number));
  return out;
}

function blurred(data: Float32Array, grid: Grid): Float32Array {
  return smoothField({ grid, data }, [biasMm, biasMm, biasMm]);
}

/** Mean and standard deviation inside a mask. */
function momentsIn(image: Float32Array, mask: Uint8Array): readonly [number, number] {
  let [count, sum, squares] = [0, 0, 0];
  for (let v = 0; v < image.length; v++) {
    if (mask[v] === 0) continue;
    const value = image[v] as number;
    count += 1;
    sum += value;
    squares += value * value;
  }
  const mean = sum / Math.max(1, count);
  return [mean, Math.sqrt(Math.max(0, squares / Math.max(1, count) - mean * mean))];
}

function scaled(image: Float32Array, zero: number, unit: number): Float32Array {
  const factor = 1 / Math.max(Math.abs(unit), 1e-6);
  const out = new Float32Array(image.length);
  for (let v = 0; v < out.length; v++) out[v] = ((image[v] as number) - zero) * factor;
  return out;
}

/** Multiplied by e to the power of a multiple of the bias. */
function evened(image: Float32Array, bias: Float32Array, multiple: number): Float32Array {
  const out = new Float32Array(image.length);
  for (let v = 0; v < out.length; v++) out[v] = (image[v] as number) * Math.exp(multiple * (bias[v] as number));
  return out;
}

function faded(image: Float32Array, distanceMm: Float32Array): Float32Array {
  const [from, to] = fadeMm;
  const out = new Float32Array(image.length);
  for (let v = 0; v < out.length; v++) {
    const share = Math.min(1, Math.max(0, ((distanceMm[v] as number) - from) / (to - from)));
    out[v] = background + (0.5 + 0.5 * Math.cos(Math.PI * share)) * ((image[v] as number) - background);
  }
  return out;
}

import { voxelCount, type Grid } from '../../core/base/grid.ts';
import { cerebrumDistanceMm, fissureEdgeDistanceMm } from './brain-outline.ts';
import { foldingWaves } from './folding-waves.ts';
import type { HeadWarp } from './head-warp.ts';
import { noiseField, type NoiseField } from './noise-field.ts';
import type { Pause } from './pause.ts';
import { smoothStep, smoothUnion } from './shapes.ts';

/** How the cortex folds. */
export interface CortexRecipe {
  readonly seed: number;
  /** Distance between neighbouring sulci is about half of this. */
  readonly wavelengthMm: number;
  readonly waves: number;
  readonly sulcusDepthMm: number;
  readonly medialSulcusDepthMm: number;
  readonly sulcusHalfWidthMm: number;
  readonly greyThicknessMm: number;
}

/** The folded surface of both hemispheres on a grid. */
export interface Cortex {
  /** Depth below the hull of a hemisphere (outer surface or fissure), negative outside; millimetres. */
  readonly depthMm: Float32Array;
  /** Distance to the fluid of the nearest sulcus, negative inside it; at least 9 means far from any; millimetres. */
  readonly sulcusMm: Float32Array;
}

const foldedDepthMm = 25;
const farMm = 9;

/**
 * Folds the two hemispheres: sulci are the zero surfaces of random waves that are evaluated on the hull, so that they run inwards along
 * its normal, and each ends at its own depth.
 */
export async function foldCortex(grid: Grid, warp: HeadWarp, recipe: CortexRecipe, pause: Pause): Promise<Cortex> {
  const depthMm = new Float32Array(voxelCount(grid));
  await pause.overSlices(grid, (x, y, z, index) => {
    if (Math.abs(x) > 74 || Math.abs(y) > 94 || z < -50 || z > 84) {
      depthMm[index] = -20;
      return;
    }
    const p = warp(x, y, z);
    depthMm[index] = hemisphereDepthMm(p[0] as number, p[1] as number, p[2] as number);
  });
  const waves = new Float32Array(depthMm.length);
  const evaluate = wavesOnHull(grid, depthMm, recipe);
  await pause.overSlices(grid, (x, y, z, index) => {
    const depth = depthMm[index] as number;
    if (depth > -3 && depth < foldedDepthMm) waves[index] = evaluate(x, y, z, index);
  });
  const sulcusMm = new Float32Array(depthMm.length).fill(farMm);
  const distance = distanceToSulci(grid, { depthMm, waves }, recipe);
  await pause.overSlices(grid, (x, y, z, index) => {
    const depth = depthMm[index] as number;
    if (depth > -2 && depth < foldedDepthMm - 1) sulcusMm[index] = distance(x, y, z, index);
  });
  return { depthMm, sulcusMm };
}

/** Depth below the hull of the nearer hemisphere, whose corner at the fissure is rounded; negative outside. */
export function hemisphereDepthMm(x: number, y: number, z: number): number {
  const a = Math.abs(x);
  const outer = -cerebrumDistanceMm(a, y, z);
  if (outer < -8) return outer;
  const joined = Math.max(0, -fissureEdgeDistanceMm(y, z));
  return smoothUnion(outer, Math.sqrt(a * a + joined * joined), 9);
}

function wavesOnHull(grid: Grid, depthMm: Float32Array, recipe: CortexRecipe) {
  const options = { wavelengthMm: recipe.wavelengthMm, spread: 0.18, waves: recipe.waves };
  const left = foldingWaves({ ...options, seed: recipe.seed });
  const right = foldingWaves({ ...options, seed: recipe.seed + 1 });
  const ripple = noiseField(recipe.seed + 2, 6);
  const bend = [3, 4, 5].map((k) => noiseField(recipe.seed + k, 13)) as [NoiseField, NoiseField, NoiseField];
  const gradient = centralGradient(grid, depthMm);
  const slope = new Float64Array(3);
  return (x: number, y: number, z: number, index: number): number => {
    gradient(index, slope);
    const [gx, gy, gz] = [slope[0] as number, slope[1] as number, slope[2] as number];
    const lift = (0.85 * (depthMm[index] as number)) / Math.max(0.6, Math.sqrt(gx * gx + gy * gy + gz * gz));
    const [u, v, w] = [x - lift * gx, y - lift * gy, z - lift * gz];
    const side = x > 0 ? left : right;
    const wave = side(u + 3.2 * bend[0](x, y, z), v + 3.2 * bend[1](x, y, z), w + 3.2 * bend[2](x, y, z));
    return wave + 0.16 * ripple(u, v, w);
  };
}

function distanceToSulci(grid: Grid, fields: { depthMm: Float32Array; waves: Float32Array }, recipe: CortexRecipe) {
  const { depthMm, waves } = fields;
  const gradient = centralGradient(grid, waves);
  const slope = new Float64Array(3);
  const deeper = noiseField(recipe.seed + 6, 15);
  const wider = noiseField(recipe.seed + 7, 12);
  const gentlest = (0.35 * 2 * Math.PI) / recipe.wavelengthMm;
  return (x: number, y: number, z: number, index: number): number => {
    const depth = depthMm[index] as number;
    gradient(index, slope);
    const steep = Math.hypot(slope[0] as number, slope[1] as number, slope[2] as number);
    const sheet = Math.abs(waves[index] as number) / Math.max(gentlest, steep);
    const medial = smoothStep(24, 10, Math.abs(x));
    const usual = recipe.sulcusDepthMm + medial * (recipe.medialSulcusDepthMm - recipe.sulcusDepthMm);
    const floor = usual * (0.85 + 0.75 * deeper(x, y, z));
    const below = Math.max(0, depth - floor);
    const opening = 1.3 * Math.exp(-Math.max(0, depth) / 3.5);
    const halfWidth = recipe.sulcusHalfWidthMm * (1 + 0.7 * wider(x, y, z) + opening);
    return Math.min(farMm, Math.sqrt(sheet * sheet + below * below) - halfWidth);
  };
}

function centralGradient(grid: Grid, field: Float32Array): (index: number, into: Float64Array) => void {
  const row = grid.size[0];
  const slice = row * grid.size[1];
  const at = (index: number): number => field[index] ?? 0;
  const scale = 1 / (2 * grid.spacingMm[0]);
  return (index, into) => {
    into[0] = (at(index + 1) - at(index - 1)) * scale;
    into[1] = (at(index + row) - at(index - row)) * scale;
    into[2] = (at(index + slice) - at(index - slice)) * scale;
  };
}

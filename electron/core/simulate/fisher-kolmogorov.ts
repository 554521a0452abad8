import type { Vec3 } from '../base/vector.ts';

/** Where cells can move: the living voxels of a grid and how well neighbours are connected. */
export interface GrowthDomain {
  readonly size: Vec3;
  readonly spacingMm: number;
  /** Index in the grid of every living voxel. */
  readonly voxels: Int32Array;
  /** The same voxels in arrays with one empty voxel around the grid. */
  readonly padded: Int32Array;
  readonly paddedSize: Vec3;
  /** Relative diffusivity of the face towards the next voxel along columns, rows, slices; padded order. */
  readonly faces: readonly [Float32Array, Float32Array, Float32Array];
  readonly largestFace: number;
}

/** Parameters of Fisher-Kolmogorov growth: du/dt = div(D grad u) + rho u (1 - u). */
export interface GrowthRates {
  /** Of tissue with relative diffusivity 1. */
  readonly diffusivityMm2PerDay: number;
  readonly proliferationPerDay: number;
  /** Shorter steps than the stable one, for convergence checks. */
  readonly longestStepDays?: number;
}

/**
 * Prepares a grid for growth. A face has the harmonic mean of its two diffusivities, so it is closed (zero flux) towards
 * fluid, skull and the edge of the grid.
 *
 * @param relativeDiffusivity 0..1 per voxel, columns fastest; 0 where no cell can live
 * @param spacingMm of cubic voxels
 */
export function growthDomain(relativeDiffusivity: Float32Array, size: Vec3, spacingMm: number): GrowthDomain {
  const paddedSize: Vec3 = [size[0] + 2, size[1] + 2, size[2] + 2];
  const strides = [1, paddedSize[0], paddedSize[0] * paddedSize[1]] as const;
  const diffusivity = new Float32Array(paddedSize[0] * paddedSize[1] * paddedSize[2]);
  const voxels = new Int32Array(relativeDiffusivity.length);
  const padded = new Int32Array(relativeDiffusivity.length);
  let count = 0;
  for (let k = 0, v = 0; k < size[2]; k++) {
    for (let j = 0; j < size[1]; j++) {
      for (let i = 0; i < size[0]; i++, v++) {
        if (!((relativeDiffusivity[v] as number) > 0)) continue;
        const p = i + 1 + strides[1] * (j + 1) + strides[2] * (k + 1);
        diffusivity[p] = relativeDiffusivity[v] as number;
        voxels[count] = v;
        padded[count++] = p;
      }
    }
  }
  const living = padded.slice(0, count);
  const faces = strides.map((stride) => harmonicFaces(diffusivity, living, stride));
  const [x, y, z] = faces as [Float32Array, Float32Array, Float32Array];
  const largestFace = faces.reduce((largest, face) => face.reduce((a, b) => (b > a ? b : a), largest), 0);
  return { size, spacingMm, voxels: voxels.slice(0, count), padded: living, paddedSize, faces: [x, y, z], largestFace };
}

/**
 * Longest explicit step, days, that keeps u within 0..1: 80 % of the diffusion limit and a fifth of 1/rho.
 */
export function stableStepDays(domain: GrowthDomain, rates: GrowthRates): number {
  const largest = Math.max(rates.diffusivityMm2PerDay * domain.largestFace, 1e-9);
  return Math.min((0.8 * domain.spacingMm ** 2) / (6 * largest), 0.2 / Math.max(rates.proliferationPerDay, 1e-9));
}

/**
 * Cell density after some days of growth, by explicit steps.
 *
 * @param density 0..1 per voxel of the grid, columns fastest; cells outside the domain vanish
 * @param days >= 0
 * @returns new array, 0..1, 0 outside the domain
 * @see Swanson et al., Cell Prolif 33:317 (2000); twin of models/common/growth.py
 */
export function growDensity(
  domain: GrowthDomain,
  density: Float32Array,
  rates: GrowthRates,
  days: number,
): Float32Array {
  const longestDays = Math.min(stableStepDays(domain, rates), rates.longestStepDays ?? Infinity);
  const steps = Math.max(1, Math.ceil(days / longestDays));
  let now = new Float32Array(domain.faces[0].length);
  let next = new Float32Array(now.length);
  const { voxels, padded } = domain;
  for (let n = 0; n < voxels.length; n++) now[padded[n] as number] = density[voxels[n] as number] as number;
  const spread = (rates.diffusivityMm2PerDay * days) / steps / domain.spacingMm ** 2;
  const gain = (rates.proliferationPerDay * days) / steps;
  for (let step = 0; days > 0 && step < steps; step++) {
    takeStep(domain, now, next, { spread, gain });
    [now, next] = [next, now];
  }
  const out = new Float32Array(density.length);
  for (let n = 0; n < voxels.length; n++) out[voxels[n] as number] = now[padded[n] as number] as number;
  return out;
}

/** @param step `spread`: D dt / dx^2 of relative diffusivity 1; `gain`: rho dt */
function takeStep(
  domain: GrowthDomain,
  now: Float32Array,
  next: Float32Array,
  { spread, gain }: { readonly spread: number; readonly gain: number },
): void {
  const { padded } = domain;
  const [fx, fy, fz] = domain.faces;
  const row = domain.paddedSize[0];
  const slice = row * domain.paddedSize[1];
  for (let n = 0; n < padded.length; n++) {
    const p = padded[n] as number;
    const u = now[p] as number;
    const flux =
      (fx[p] as number) * ((now[p + 1] as number) - u) +
      (fx[p - 1] as number) * ((now[p - 1] as number) - u) +
      (fy[p] as number) * ((now[p + row] as number) - u) +
      (fy[p - row] as number) * ((now[p - row] as number) - u) +
      (fz[p] as number) * ((now[p + slice] as number) - u) +
      (fz[p - slice] as number) * ((now[p - slice] as number) - u);
    const value = u + spread * flux + gain * u * (1 - u);
    next[p] = value > 1 ? 1 : value;
  }
}

function harmonicFaces(diffusivity: Float32Array, living: Int32Array, stride: number): Float32Array {
  const faces = new Float32Array(diffusivity.length);
  for (let n = 0; n < living.length; n++) {
    const p = living[n] as number;
    const a = diffusivity[p] as number;
    const b = diffusivity[p + stride] as number;
    if (b > 0) faces[p] = (2 * a * b) / (a + b);
  }
  return faces;
}

import { isotropicGrid, voxelCount, type Grid } from '../../core/base/grid.ts';
import type { Vec3 } from '../../core/base/vector.ts';
import type { Anatomy } from './anatomy.ts';
import { noiseField } from './noise-field.ts';
import type { Pause } from './pause.ts';
import { pointSampler } from './sample-field.ts';
import { smoothStep } from './shapes.ts';

/** The place where the tumour grows, and how readily cells move there. */
export interface TissueRecipe {
  readonly seed: number;
  readonly centreMm: Vec3;
  readonly spacingMm: number;
  /** Voxels along each side of the cube. */
  readonly side: number;
  readonly whiteMm2PerDay: number;
  /** Diffusivity of white over that of grey matter. */
  readonly whiteOverGrey: number;
  /** 0 for isotropic; at 1, cells move only along the fibres. */
  readonly anisotropy: number;
  /** How unevenly the tumour proliferates from place to place; 0 for evenly. */
  readonly unevenness: number;
}

/** The medium of growth on a cubic grid. */
export interface TumourTissue {
  readonly grid: Grid;
  /** Conductivity of the face between a voxel and the next along x, y, z; harmonic mean, 0 at fluid and skull; mm2/day. */
  readonly faces: readonly [Float32Array, Float32Array, Float32Array];
  /** 1 where cells can live, else 0. */
  readonly alive: Uint8Array;
  /** Local factor of proliferation. */
  readonly vigour: Float32Array;
}

/** Reads the medium of growth from the anatomy. */
export async function tumourTissue(anatomy: Anatomy, recipe: TissueRecipe, pause: Pause): Promise<TumourTissue> {
  const { side, spacingMm } = recipe;
  const grid = isotropicGrid(recipe.centreMm, [side, side, side], spacingMm);
  const field = (): Float32Array => new Float32Array(voxelCount(grid));
  const along = [field(), field(), field()] as const;
  const vigour = field();
  const alive = new Uint8Array(voxelCount(grid));
  const sampler = pointSampler(anatomy.grid);
  const patchy = noiseField(recipe.seed, 7);
  const factors = new Float64Array(3);
  await pause.overSlices(grid, (x, y, z, index) => {
    if (!sampler.moveTo(x, y, z)) return;
    const white = sampler.read(anatomy.white);
    const grey = sampler.read(anatomy.grey);
    if (white + grey < 0.55) return;
    alive[index] = 1;
    vigour[index] = Math.max(0.1, 1 + recipe.unevenness * patchy(x, y, z));
    const mean = (recipe.whiteMm2PerDay * (white + grey / recipe.whiteOverGrey)) / (white + grey);
    fibreFactors(Math.abs(x), recipe.anisotropy * white, factors);
    for (let k = 0; k < 3; k++) (along[k] as Float32Array)[index] = mean * (factors[k] as number);
  });
  const steps = [1, side, side * side] as const;
  const faces = [0, 1, 2].map((k) => harmonicFaces(along[k] as Float32Array, steps[k] as number));
  return { grid, faces: faces as [Float32Array, Float32Array, Float32Array], alive, vigour };
}

/**
 * Factors of diffusivity along x, y, z (mean 1): near the midline fibres cross in the callosum, further out the corona radiata
 * runs upwards and the long association fibres run from front to back.
 */
function fibreFactors(a: number, anisotropy: number, into: Float64Array): void {
  const crossing = smoothStep(26, 8, a);
  const association = smoothStep(18, 36, a);
  const [x, y, z] = [0.1 + crossing, 0.3 + association, 0.9 * (1 - crossing) + 0.1];
  const sum = x + y + z;
  into[0] = 1 + anisotropy * ((3 * x) / sum - 1);
  into[1] = 1 + anisotropy * ((3 * y) / sum - 1);
  into[2] = 1 + anisotropy * ((3 * z) / sum - 1);
}

function harmonicFaces(diffusivity: Float32Array, step: number): Float32Array {
  const faces = new Float32Array(diffusivity.length);
  for (let index = 0; index + step < diffusivity.length; index++) {
    const a = diffusivity[index] as number;
    const b = diffusivity[index + step] as number;
    faces[index] = a > 0 && b > 0 ? (2 * a * b) / (a + b) : 0;
  }
  return faces;
}

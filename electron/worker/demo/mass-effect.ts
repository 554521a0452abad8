import { isotropicGrid, voxelCount, type Grid } from '../../core/base/grid.ts';
import type { Anatomy } from './anatomy.ts';
import type { TumourOnDay } from './grow-tumour.ts';
import type { Pause } from './pause.ts';
import { pointSampler } from './sample-field.ts';

/** Over-relaxation of the potential. */
const eagerness = 1.9;

/** How the tumour pushes. */
export interface MassEffectRecipe {
  readonly spacingMm: number;
  /** Added volume per volume of core. */
  readonly coreStrain: number;
  /** Added volume per volume of swollen tissue. */
  readonly oedemaStrain: number;
  /** Distance over which brain tissue takes up the push; fluid gives way sooner. */
  readonly tissueReachMm: number;
  readonly fluidReachMm: number;
  readonly largestMm: number;
  readonly sweeps: number;
}

/** Displacement of tissue on a cubic grid: what lies at a point now came from that point minus the vector. */
export interface Displacement {
  readonly grid: Grid;
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly z: Float32Array;
}

/** The skull's content on the grid of the displacement. */
export interface Cavity {
  readonly grid: Grid;
  /** 1 inside the skull, else 0. */
  readonly inside: Uint8Array;
  /** How readily a voxel gives way, 1/mm2. */
  readonly yielding: Float32Array;
}

/** Reads the skull's content from the anatomy. */
export async function readCavity(anatomy: Anatomy, recipe: MassEffectRecipe, pause: Pause): Promise<Cavity> {
  const ratio = anatomy.grid.spacingMm[0] / recipe.spacingMm;
  const [columns, rows, slices] = anatomy.grid.size;
  const centre = (k: 0 | 1 | 2): number =>
    anatomy.grid.originMm[k] + ((anatomy.grid.size[k] - 1) / 2) * anatomy.grid.spacingMm[k];
  const size = [Math.floor(columns * ratio), Math.floor(rows * ratio), Math.floor(slices * ratio)] as const;
  const grid = isotropicGrid([centre(0), centre(1), centre(2)], size, recipe.spacingMm);
  const inside = new Uint8Array(voxelCount(grid));
  const yielding = new Float32Array(voxelCount(grid));
  const sampler = pointSampler(anatomy.grid);
  await pause.overSlices(grid, (x, y, z, index) => {
    if (!sampler.moveTo(x, y, z)) return;
    const fluid = sampler.read(anatomy.fluid);
    if (fluid + sampler.read(anatomy.white) + sampler.read(anatomy.grey) < 0.5) return;
    inside[index] = 1;
    yielding[index] = (1 - fluid) / recipe.tissueReachMm ** 2 + fluid / recipe.fluidReachMm ** 2;
  });
  return { grid, inside, yielding };
}

/**
 * Displacement by the added volume of the tumour: minus the gradient of a potential with lap(potential) = yielding * potential - source,
 * and no way through the skull. Successive over-relaxation; deterministic.
 */
export async function displace(
  cavity: Cavity,
  tumour: { grid: Grid; state: TumourOnDay },
  recipe: MassEffectRecipe,
  pause: Pause,
): Promise<Displacement> {
  const source = new Float32Array(cavity.inside.length);
  const sampler = pointSampler(tumour.grid);
  await pause.overSlices(cavity.grid, (x, y, z, index) => {
    if (cavity.inside[index] === 0 || !sampler.moveTo(x, y, z)) return;
    const core = sampler.read(tumour.state.proliferating) + sampler.read(tumour.state.necrotic);
    source[index] = recipe.coreStrain * core + recipe.oedemaStrain * Math.min(1, 4 * sampler.read(tumour.state.oedema));
  });
  const potential = new Float32Array(source.length);
  const colours = chessboard(cavity);
  for (let sweep = 0; sweep < recipe.sweeps; sweep++) {
    for (const voxels of colours) relax(cavity, voxels, source, potential);
    if (sweep % 8 === 7) await pause.breathe();
  }
  return descend(cavity, potential, recipe.largestMm);
}

/** Voxels inside the skull in the two colours of a chessboard; swept in turn, they prefer no direction. */
function chessboard({ grid, inside }: Cavity): readonly [number[], number[]] {
  const [columns, rows, slices] = grid.size;
  const colours: [number[], number[]] = [[], []];
  for (let k = 1; k < slices - 1; k++) {
    for (let j = 1; j < rows - 1; j++) {
      for (let i = 1; i < columns - 1; i++) {
        const n = i + columns * (j + rows * k);
        if (inside[n] === 1) colours[((i + j + k) & 1) as 0 | 1].push(n);
      }
    }
  }
  return colours;
}

function relax(cavity: Cavity, voxels: readonly number[], source: Float32Array, potential: Float32Array): void {
  const { inside, yielding, grid } = cavity;
  const row = grid.size[0];
  const slice = row * grid.size[1];
  const area = grid.spacingMm[0] ** 2;
  for (const n of voxels) {
    const open =
      (inside[n - 1] as number) +
      (inside[n + 1] as number) +
      (inside[n - row] as number) +
      (inside[n + row] as number) +
      (inside[n - slice] as number) +
      (inside[n + slice] as number);
    // the potential outside the skull stays 0, so closed sides add nothing
    const sum =
      (potential[n - 1] as number) +
      (potential[n + 1] as number) +
      (potential[n - row] as number) +
      (potential[n + row] as number) +
      (potential[n - slice] as number) +
      (potential[n + slice] as number);
    const balanced = (sum + area * (source[n] as number)) / (open + area * (yielding[n] as number));
    potential[n] = (potential[n] as number) + eagerness * (balanced - (potential[n] as number));
  }
}

function descend(cavity: Cavity, potential: Float32Array, largestMm: number): Displacement {
  const { inside, grid } = cavity;
  const steps = [1, grid.size[0], grid.size[0] * grid.size[1]] as const;
  const out = [0, 1, 2].map(() => new Float32Array(inside.length)) as [Float32Array, Float32Array, Float32Array];
  const outermost = steps[2];
  for (let n = outermost; n < inside.length - outermost; n++) {
    if (inside[n] === 0) continue;
    const here = potential[n] as number;
    const slope = (step: number): number => {
      const up = inside[n + step] === 1 ? (potential[n + step] as number) : here;
      const down = inside[n - step] === 1 ? (potential[n - step] as number) : here;
      return (down - up) / (2 * grid.spacingMm[0]);
    };
    const [x, y, z] = [slope(steps[0]), slope(steps[1]), slope(steps[2])];
    const size = Math.hypot(x, y, z);
    const limited = size < 1e-6 ? 0 : (largestMm * Math.tanh(size / largestMm)) / size;
    out[0][n] = x * limited;
    out[1][n] = y * limited;
    out[2][n] = z * limited;
  }
  return { grid, x: out[0], y: out[1], z: out[2] };
}

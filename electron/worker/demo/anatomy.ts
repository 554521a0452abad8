import { isotropicGrid, voxelCount, type Grid } from '../../core/base/grid.ts';
import type { Vec3 } from '../../core/base/vector.ts';
import { foldCortex, type CortexRecipe } from './cortex.ts';
import { headWarp } from './head-warp.ts';
import { painterFor, type Material, type MaterialName, type Painter } from './materials.ts';
import { noiseField } from './noise-field.ts';
import { paintCerebrum, paintHindbrain } from './paint-brain.ts';
import { paintDeep } from './paint-deep.ts';
import { paintMembranes, paintShell, shellPoint } from './paint-shell.ts';
import type { Pause } from './pause.ts';

/** The numbers of the healthy head. */
export interface AnatomyRecipe {
  readonly seed: number;
  readonly spacingMm: number;
  readonly size: Vec3;
  readonly centreMm: Vec3;
  readonly asymmetryMm: number;
  readonly cortex: CortexRecipe;
  readonly textureFraction: number;
  readonly materials: Readonly<Record<MaterialName, Material>>;
}

/** The healthy head on one cubic grid: signals without scanner effects, and the shares of brain tissue in every voxel. */
export interface Anatomy {
  readonly grid: Grid;
  readonly t1c: Float32Array;
  readonly flair: Float32Array;
  readonly white: Float32Array;
  readonly grey: Float32Array;
  /** Fluid in and around the brain. */
  readonly fluid: Float32Array;
}

/** Builds the head; the same recipe gives the same head. */
export async function buildAnatomy(recipe: AnatomyRecipe, pause: Pause): Promise<Anatomy> {
  const grid = isotropicGrid(recipe.centreMm, recipe.size, recipe.spacingMm);
  const warp = headWarp(recipe.seed, recipe.asymmetryMm);
  const cortex = await foldCortex(grid, warp, recipe.cortex, pause);
  pause.done('simulate', 0.3);
  const field = (): Float32Array => new Float32Array(voxelCount(grid));
  const anatomy: Anatomy = { grid, t1c: field(), flair: field(), white: field(), grey: field(), fluid: field() };
  const painter = painterFor(recipe.materials);
  const paint = voxelPainter(recipe, painter, cortex);
  await pause.overSlices(grid, (x, y, z, index) => {
    painter.clear();
    const p = warp(x, y, z);
    paint([p[0] as number, p[1] as number, p[2] as number], [x, y, z], index);
    anatomy.t1c[index] = painter.t1c;
    anatomy.flair[index] = painter.flair;
    anatomy.white[index] = painter.white;
    anatomy.grey[index] = painter.grey;
    anatomy.fluid[index] = painter.fluid;
  });
  pause.done('simulate', 0.7);
  return anatomy;
}

function voxelPainter(
  recipe: AnatomyRecipe,
  painter: Painter,
  cortex: { depthMm: Float32Array; sulcusMm: Float32Array },
) {
  const noise = (step: number, cellMm: number) => noiseField(recipe.seed + 100 + step, cellMm);
  const [fine, coarse, wobble, thick] = [noise(0, 3), noise(1, 9), noise(2, 7), noise(3, 12)];
  const texture = [noise(4, 1.7), noise(5, 3.5), noise(6, 11)] as const;
  return (pattern: Vec3, at: Vec3, index: number): void => {
    const [px, y, z] = pattern;
    const a = Math.abs(px);
    const point = shellPoint(a, y, z);
    if (point.skinMm > 1) return;
    paintShell(painter, point, fine, coarse);
    if (point.cavityMm < 1) {
      const depthMm = cortex.depthMm[index] as number;
      const greyThicknessMm = recipe.cortex.greyThicknessMm * (1 + 0.2 * thick(at[0], at[1], at[2]));
      paintHindbrain(painter, point, wobble);
      if (depthMm > -1) {
        const sulcusMm = cortex.sulcusMm[index] as number;
        paintCerebrum(painter, point, { depthMm, sulcusMm, greyThicknessMm });
      }
      paintDeep(painter, point, wobble);
      paintMembranes(painter, point, px + 0.7 * coarse(y, z, 0));
    }
    const grain = 0.5 * texture[0](...at) + 0.7 * texture[1](...at) + 0.6 * texture[2](...at);
    painter.t1c *= 1 + recipe.textureFraction * grain;
    painter.flair *= 1 + recipe.textureFraction * grain;
  };
}

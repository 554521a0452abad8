import type { TumourTissue } from './tumour-tissue.ts';
import type { TumourState } from './two-species.ts';

/** How fluid leaks from the tumour's vessels. */
export interface OedemaRecipe {
  /** Distance that fluid seeps through white matter. */
  readonly reachMm: number;
  readonly sweeps: number;
}

/**
 * Vasogenic oedema at rest: fluid leaks where the tumour proliferates, seeps as cells do (readily along white matter, hardly through
 * cortex) and is taken up everywhere.
 *
 * @returns share of seeped fluid per voxel, 0 to about 1
 */
export function settledOedema(
  tissue: TumourTissue,
  state: TumourState,
  recipe: OedemaRecipe,
  whiteMm2PerDay: number,
): Float32Array {
  const [fx, fy, fz] = tissue.faces;
  const side = tissue.grid.size[0];
  const slice = side * side;
  const fluid = new Float32Array(state.proliferating.length);
  const scale = (recipe.reachMm / tissue.grid.spacingMm[0]) ** 2 / whiteMm2PerDay;
  for (let sweep = 0; sweep < recipe.sweeps; sweep++) {
    for (let n = slice; n < fluid.length - slice; n++) {
      if (tissue.alive[n] === 0) continue;
      const [west, east] = [fx[n - 1] as number, fx[n] as number];
      const [front, back] = [fy[n - side] as number, fy[n] as number];
      const [low, high] = [fz[n - slice] as number, fz[n] as number];
      const around =
        west * (fluid[n - 1] as number) +
        east * (fluid[n + 1] as number) +
        front * (fluid[n - side] as number) +
        back * (fluid[n + side] as number) +
        low * (fluid[n - slice] as number) +
        high * (fluid[n + slice] as number);
      const balanced =
        (scale * around + (state.proliferating[n] as number)) / (scale * (west + east + front + back + low + high) + 1);
      fluid[n] = (fluid[n] as number) + 1.7 * (balanced - (fluid[n] as number));
    }
  }
  return fluid;
}

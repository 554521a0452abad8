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
  const relax = (n: number): void => {
    const [west, east] = [fx[n - 1] as number, fx[n] as number];
    const [front, back] = [fy[n - side] as number, fy[n] as number];
    const [low, high] = [fz[n - slice] as number, fz[n] as number];
    const beside = west * (fluid[n - 1] as number) + east * (fluid[n + 1] as number);
    const before = front * (fluid[n - side] as number) + back * (fluid[n + side] as number);
    const below = low * (fluid[n - slice] as number) + high * (fluid[n + slice] as number);
    const open = scale * (west + east + front + back + low + high) + 1;
    const balanced = (scale * (beside + before + below) + (state.proliferating[n] as number)) / open;
    fluid[n] = (fluid[n] as number) + 1.85 * (balanced - (fluid[n] as number));
  };
  // the two colours of a chessboard in turn (the side is odd), so that no direction is preferred
  for (let pass = 0; pass < 2 * recipe.sweeps; pass++) {
    for (let n = slice + ((slice + pass) & 1); n < fluid.length - slice; n += 2) {
      if (tissue.alive[n] === 1) relax(n);
    }
  }
  return fluid;
}

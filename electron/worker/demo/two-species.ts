import { voxelCount, voxelVolumeMm3 } from '../../core/base/grid.ts';
import { activeBox, type ActiveBox } from './active-box.ts';
import type { TumourTissue } from './tumour-tissue.ts';

/** Rates of the two-species tumour. */
export interface TwoSpeciesRecipe {
  readonly proliferationPerDay: number;
  /** Motility of proliferating cells as a share of that of invading cells. */
  readonly proliferatingMotility: number;
  /** Rate at which starving proliferating cells turn invasive. */
  readonly leavePerDay: number;
  /** Rate at which well-fed invading cells settle and proliferate. */
  readonly settlePerDay: number;
  /** Nutrient below which cells die, as a share of that in healthy tissue. */
  readonly starvationLevel: number;
  readonly deathPerDay: number;
  /** Distance over which dense tumour uses up the nutrient. */
  readonly nutrientReachMm: number;
  readonly stepDays: number;
}

/** Shares of each voxel, 0 to 1. */
export interface TumourState {
  readonly proliferating: Float32Array;
  readonly invading: Float32Array;
  readonly necrotic: Float32Array;
}

/** A growing tumour. */
export interface TwoSpeciesTumour {
  readonly state: TumourState;
  /** Grows by one step of `stepDays`. */
  step(): void;
  /** Volume in which proliferating and dead cells fill at least 42 % of the voxel. */
  coreMl(): number;
}

/**
 * Growth by other physics than the fitted rival's: proliferating and invading cells that turn into each other with the nutrient
 * ("go or grow"), a nutrient that the tumour uses up, and necrosis where it is gone. Explicit in time; zero flux at fluid and skull.
 *
 * @throws RangeError when the cube of the tissue has no middle voxel
 * @see Pham et al., Bull Math Biol 74:2875 (2012), go or grow; Swanson et al., Cancer Res 71:7366 (2011), nutrient and necrosis
 */
export function twoSpeciesTumour(
  tissue: TumourTissue,
  recipe: TwoSpeciesRecipe,
  seedRadiusMm: number,
): TwoSpeciesTumour {
  const count = voxelCount(tissue.grid);
  if (tissue.grid.size.some((side) => side % 2 === 0)) throw new RangeError('the cube of the tumour needs an odd side');
  const state = {
    proliferating: new Float32Array(count),
    invading: new Float32Array(count),
    necrotic: new Float32Array(count),
  };
  const nutrient = new Float32Array(count).fill(1);
  const spare = { proliferating: new Float32Array(count), invading: new Float32Array(count) };
  seedBall(tissue, state.proliferating, seedRadiusMm);
  const box = activeBox(tissue.grid.size[0]);
  const step = (): void => {
    box.grow(state.proliferating, state.invading);
    feed(tissue, { ...state, nutrient }, recipe, box);
    advance(tissue, { ...state, nutrient, spare }, recipe, box);
    box.forEachRow((from, to) => {
      state.proliferating.set(spare.proliferating.subarray(from, to), from);
      state.invading.set(spare.invading.subarray(from, to), from);
    });
  };
  const coreMl = (): number => {
    let voxels = 0;
    for (let n = 0; n < count; n++) {
      if ((state.proliferating[n] as number) + (state.necrotic[n] as number) > 0.42) voxels++;
    }
    return (voxels * voxelVolumeMm3(tissue.grid)) / 1000;
  };
  return { state, step, coreMl };
}

function seedBall(tissue: TumourTissue, into: Float32Array, radiusMm: number): void {
  const side = tissue.grid.size[0];
  const middle = (side - 1) / 2;
  for (let n = 0; n < into.length; n++) {
    const [i, j, k] = [n % side, Math.floor(n / side) % side, Math.floor(n / (side * side))];
    const distanceMm = Math.hypot(i - middle, j - middle, k - middle) * tissue.grid.spacingMm[0];
    if (distanceMm <= radiusMm && tissue.alive[n] === 1) into[n] = 0.8;
  }
}

/**
 * One sweep towards the steady state of diffusion, use by cells, and supply by vessels that dense tumour squeezes shut. Every second
 * voxel first, then the others, so that no direction is preferred; with an odd side the parity of the index is that of a chessboard.
 */
function feed(
  tissue: TumourTissue,
  fields: TumourState & { nutrient: Float32Array },
  recipe: TwoSpeciesRecipe,
  box: ActiveBox,
): void {
  const { nutrient, proliferating, invading, necrotic } = fields;
  const side = tissue.grid.size[0];
  const slice = side * side;
  const spread = (recipe.nutrientReachMm / tissue.grid.spacingMm[0]) ** 2;
  for (const colour of [0, 1]) {
    box.forEachRow((from, to) => {
      for (let n = from + ((from + colour) & 1); n < to; n += 2) {
        const cells = (proliferating[n] as number) + 0.4 * (invading[n] as number);
        const filled = (proliferating[n] as number) + (necrotic[n] as number);
        const supply = 0.7 * Math.max(0, 1 - filled) ** 2 + 0.02;
        const beside = (nutrient[n - 1] as number) + (nutrient[n + 1] as number);
        const before = (nutrient[n - side] as number) + (nutrient[n + side] as number);
        const below = (nutrient[n - slice] as number) + (nutrient[n + slice] as number);
        nutrient[n] = (spread * (beside + before + below) + supply) / (6 * spread + supply + cells);
      }
    });
  }
}

function advance(
  tissue: TumourTissue,
  fields: TumourState & { nutrient: Float32Array; spare: { proliferating: Float32Array; invading: Float32Array } },
  recipe: TwoSpeciesRecipe,
  box: ActiveBox,
): void {
  const { proliferating, invading, necrotic, nutrient, spare } = fields;
  const side = tissue.grid.size[0];
  const dt = recipe.stepDays;
  const scale = dt / tissue.grid.spacingMm[0] ** 2;
  box.forEachRow((from, to) => {
    for (let n = from; n < to; n++) {
      if (tissue.alive[n] === 0) continue;
      const p = proliferating[n] as number;
      const i = invading[n] as number;
      const food = nutrient[n] as number;
      const room = Math.max(0, 1 - p - i - (necrotic[n] as number));
      const born = recipe.proliferationPerDay * (tissue.vigour[n] as number) * food * p * room;
      const left = recipe.leavePerDay * (1 - food) * p;
      const settled = recipe.settlePerDay * food * i * room;
      const dying = recipe.deathPerDay * Math.max(0, 1 - food / recipe.starvationLevel);
      const movedP = recipe.proliferatingMotility * netFlux(proliferating, tissue, n, side);
      const movedI = netFlux(invading, tissue, n, side);
      spare.proliferating[n] = Math.max(0, p + scale * movedP + dt * (born - left + settled - dying * p));
      spare.invading[n] = Math.max(0, i + scale * movedI + dt * (left - settled - dying * i));
      necrotic[n] = Math.min(1, (necrotic[n] as number) + dt * dying * (p + i));
    }
  });
}

function netFlux(field: Float32Array, tissue: TumourTissue, n: number, side: number): number {
  const [fx, fy, fz] = tissue.faces;
  const slice = side * side;
  const here = field[n] as number;
  return (
    (fx[n] as number) * ((field[n + 1] as number) - here) +
    (fx[n - 1] as number) * ((field[n - 1] as number) - here) +
    (fy[n] as number) * ((field[n + side] as number) - here) +
    (fy[n - side] as number) * ((field[n - side] as number) - here) +
    (fz[n] as number) * ((field[n + slice] as number) - here) +
    (fz[n - slice] as number) * ((field[n - slice] as number) - here)
  );
}

import { identityAffine } from '../base/affine.ts';
import { gridCentreMm, isotropicGrid, type Grid } from '../base/grid.ts';
import type { Vec3 } from '../base/vector.ts';
import type { Mask, Volume } from '../base/volume.ts';
import { resampleField } from '../register/resample-field.ts';
import type { ModelSituation } from './build-input.ts';
import type { Outlines } from './fit-fisher-kolmogorov.ts';
import type { ForecastSequence } from './forecast-types.ts';
import type { ModelImage, ModelVisit } from './visit-on-model-grid.ts';

/** Blocks along each axis of the model grid. */
const blocksPerAxis = 4;
/** Beyond this distance from the lesion the images are left alone. */
const neighbourhoodMm = 20;
/** Neighbouring blocks fade into each other over this many voxels, so that hiding one draws no edge into the image. */
const fadeVoxels = 4;

/** One block of the model grid: its place [along L, P, S], counted from 0. */
export type BlockPlace = Vec3;

/** Edge of a block, mm. */
export function blockEdgeMm(grid: Grid): number {
  return (grid.size[0] * grid.spacingMm[0]) / blocksPerAxis;
}

/** Blocks that reach into the lesion or 20 mm round it, in the order of memory. */
export function blocksNearLesion({ coreMm, oedemaMm }: Outlines, grid: Grid): readonly BlockPlace[] {
  const [columns, rows, slices] = grid.size;
  const edge = columns / blocksPerAxis;
  const near = new Set<number>();
  for (let k = 0, v = 0; k < slices; k++) {
    for (let j = 0; j < rows; j++) {
      const row = blocksPerAxis * (Math.floor(j / edge) + blocksPerAxis * Math.floor(k / edge));
      for (let i = 0; i < columns; i++, v++) {
        const distance = Math.min(coreMm[v] as number, oedemaMm === null ? Infinity : (oedemaMm[v] as number));
        if (distance <= neighbourhoodMm) near.add(Math.floor(i / edge) + row);
      }
    }
  }
  const place = (n: number): BlockPlace => [
    n % blocksPerAxis,
    Math.floor(n / blocksPerAxis) % blocksPerAxis,
    Math.floor(n / blocksPerAxis ** 2),
  ];
  return [...near].sort((a, b) => a - b).map(place);
}

/** Middle of a block, LPS mm. */
export function blockCentreMm(block: BlockPlace, grid: Grid): Vec3 {
  const middle = gridCentreMm(grid);
  const edgeMm = blockEdgeMm(grid);
  const along = (axis: 0 | 1 | 2): number => middle[axis] + (block[axis] - (blocksPerAxis - 1) / 2) * edgeMm;
  return [along(0), along(1), along(2)];
}

/**
 * The situation with the images of one block replaced, on every date, by the mean of healthy tissue (0 in the model's units).
 * Outlines, hints and tissue stay.
 */
export function hideBlock<T extends ModelSituation>(situation: T, block: BlockPlace, grid: Grid): T {
  const kept = keptShare(block, grid);
  const hide = (visit: ModelVisit): ModelVisit => {
    const images = (Object.entries(visit.images) as [ForecastSequence, ModelImage][]).map(([name, image]) => [
      name,
      { ...image, normalised: image.normalised.map((value, v) => value * (kept[v] as number)) },
    ]);
    return { ...visit, images: Object.fromEntries(images) as ModelVisit['images'] };
  };
  return { ...situation, last: hide(situation.last), previous: situation.previous && hide(situation.previous) };
}

/** 0 inside the block, 1 outside it, straight in between; what all blocks hide adds up to everything. */
function keptShare(block: BlockPlace, grid: Grid): Float32Array {
  const [columns, rows, slices] = grid.size;
  const [x, y, z] = ([0, 1, 2] as const).map((axis) => hiddenShare(block[axis], grid.size[axis])) as [
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  const kept = new Float32Array(columns * rows * slices);
  for (let k = 0, v = 0; k < slices; k++) {
    for (let j = 0; j < rows; j++) {
      const across = (z[k] as number) * (y[j] as number);
      for (let i = 0; i < columns; i++, v++) kept[v] = 1 - across * (x[i] as number);
    }
  }
  return kept;
}

/** Along one axis: 1 within the block, falling to 0 across its faces; the outermost faces do not fade. */
function hiddenShare(place: number, count: number): Float32Array {
  const edge = count / blocksPerAxis;
  const fade = Math.min(fadeVoxels, edge);
  const rising = (index: number, face: number): number =>
    Math.min(1, Math.max(0, (index + 0.5 - (face - fade / 2)) / fade));
  return Float32Array.from({ length: count }, (_, index) => {
    const after = place === 0 ? 1 : rising(index, place * edge);
    const before = place === blocksPerAxis - 1 ? 0 : rising(index, (place + 1) * edge);
    return after - before;
  });
}

/**
 * One value per block as a smooth map: exact in the middle of each block, trilinear in between, falling to 0 round the model
 * grid.
 *
 * @param values by block; blocks that are not named count as 0
 * @returns on the grid of `inside`, 0 outside it
 */
export function mapOfBlocks(
  values: readonly { readonly block: BlockPlace; readonly value: number }[],
  grid: Grid,
  inside: Mask,
): Volume {
  const count = blocksPerAxis + 2;
  const coarse = isotropicGrid(gridCentreMm(grid), [count, count, count], blockEdgeMm(grid));
  const data = new Float32Array(count ** 3);
  for (const { block, value } of values) data[block[0] + 1 + count * (block[1] + 1 + count * (block[2] + 1))] = value;
  const map = resampleField({ grid: coarse, data }, inside.grid, identityAffine, 0);
  for (let v = 0; v < map.length; v++) if (inside.data[v] === 0) map[v] = 0;
  return { grid: inside.grid, data: map };
}

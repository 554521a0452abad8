import { identityAffine } from '../base/affine.ts';
import { boxAroundMasks, cropData } from '../base/grid-box.ts';
import type { Grid } from '../base/grid.ts';
import type { Mask } from '../base/volume.ts';
import { resampleMask } from '../register/resample-mask.ts';
import { sampleImage } from '../register/sample-image.ts';
import { signedDistanceMm } from '../segment/signed-distance.ts';
import type { Outlines } from './fit-fisher-kolmogorov.ts';
import type { ForecastSequence, VisitOnGrid } from './forecast-types.ts';
import { sequencesOf, type ModelDescription } from './model-description.ts';
import { measureNormalisation, normaliseImage, referenceTissue, type Normalisation } from './normalise.ts';

/** An image in the model's units, and how it came there. */
export interface ModelImage {
  readonly normalised: Float32Array;
  readonly statistics: Normalisation;
}

/** Images in the model's units by kind; a kind that was not acquired is left out. */
export type ModelImages = Readonly<Partial<Record<ForecastSequence, ModelImage>>>;

/** What the model sees of one visit, on the model grid. */
export interface ModelVisit extends Outlines {
  readonly images: ModelImages;
}

/** Far enough that a cropped mask has its whole outline. */
const outlineMarginMm = 10;

/** Outlines of one visit on the model grid; the abnormality holds the core. */
export function outlinesOnModelGrid({ core, oedema }: Pick<VisitOnGrid, 'core' | 'oedema'>, grid: Grid): Outlines {
  const inside = maskOnModelGrid(core, grid);
  const around = oedema === null ? null : union(maskOnModelGrid(oedema, grid), inside);
  return { coreMm: signedDistanceMm(inside), oedemaMm: around === null ? null : signedDistanceMm(around) };
}

/** Where a visit is brought to. */
export interface ModelPlace {
  readonly grid: Grid;
  readonly model: ModelDescription;
}

/**
 * One visit on the model grid, with every image that the model takes.
 *
 * @param tissue share of tissue per voxel of the model grid
 */
export function visitOnModelGrid(visit: VisitOnGrid, tissue: Float32Array, place: ModelPlace): ModelVisit {
  const outlines = outlinesOnModelGrid(visit, place.grid);
  return { ...outlines, images: imagesOnModelGrid(visit, outlines, tissue, place) };
}

/** Every image of a visit that the model takes, in its units; statistics are those of tissue outside the abnormality. */
export function imagesOnModelGrid(
  visit: VisitOnGrid,
  outlines: Outlines,
  tissue: Float32Array,
  { grid, model }: ModelPlace,
): ModelImages {
  const reference = referenceTissue(tissue, outlines.oedemaMm ?? outlines.coreMm);
  const images: Partial<Record<ForecastSequence, ModelImage>> = {};
  for (const sequence of sequencesOf(model)) {
    const image = visit.images[sequence];
    if (image === undefined) continue;
    const sampled = sampleImage(image, grid);
    const statistics = measureNormalisation(sampled, reference);
    images[sequence] = { normalised: normaliseImage(sampled, statistics, model.normalisation), statistics };
  }
  return images;
}

/** A mask on the model grid, smooth between thick slices. */
function maskOnModelGrid(mask: Mask, grid: Grid): Mask {
  const box = boxAroundMasks([mask], outlineMarginMm);
  if (box === null) return { grid, data: new Uint8Array(grid.size[0] * grid.size[1] * grid.size[2]) };
  return resampleMask({ grid: box.grid, data: cropData(mask.data, box) }, grid, identityAffine);
}

function union(a: Mask, b: Mask): Mask {
  return { grid: a.grid, data: a.data.map((value, v) => value | (b.data[v] as number)) };
}

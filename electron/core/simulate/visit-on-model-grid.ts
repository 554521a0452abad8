import { identityAffine } from '../base/affine.ts';
import type { Grid } from '../base/grid.ts';
import type { Mask, Volume } from '../base/volume.ts';
import { resampleMask } from '../register/resample-mask.ts';
import { signedDistanceMm } from '../segment/signed-distance.ts';
import type { Outlines } from './fit-fisher-kolmogorov.ts';
import type { VisitOnGrid } from './forecast-types.ts';
import { boxAroundMasks, cropData } from '../base/grid-box.ts';
import type { ModelDescription } from './model-description.ts';
import { measureNormalisation, normaliseImage, referenceTissue, type Normalisation } from './normalise.ts';
import { sampleImage } from '../register/sample-image.ts';

/** An image in the model's units, and how it came there. */
export interface ModelImage {
  readonly normalised: Float32Array;
  readonly statistics: Normalisation;
}

/** What the model sees of one visit, on the model grid. */
export interface ModelVisit extends Outlines {
  readonly t1c: ModelImage | null;
  readonly flair: ModelImage | null;
}

/** Far enough that a cropped mask has its whole outline. */
const outlineMarginMm = 10;

/**
 * One visit on the model grid.
 *
 * @param tissue share of tissue per voxel of the model grid
 */
export function visitOnModelGrid(
  visit: VisitOnGrid,
  grid: Grid,
  tissue: Float32Array,
  model: ModelDescription,
): ModelVisit {
  const core = maskOnModelGrid(visit.core, grid);
  const oedema = visit.oedema === null ? null : union(maskOnModelGrid(visit.oedema, grid), core);
  const coreMm = signedDistanceMm(core);
  const oedemaMm = oedema === null ? null : signedDistanceMm(oedema);
  const reference = referenceTissue(tissue, oedemaMm ?? coreMm);
  const prepare = (image: Volume | undefined): ModelImage | null => {
    if (image === undefined) return null;
    const sampled = sampleImage(image, grid);
    const statistics = measureNormalisation(sampled, reference);
    return { normalised: normaliseImage(sampled, statistics, model.normalisation), statistics };
  };
  return { coreMm, oedemaMm, t1c: prepare(visit.images.T1c), flair: prepare(visit.images.FLAIR) };
}

/** A mask on the model grid, smooth between thick slices. */
export function maskOnModelGrid(mask: Mask, grid: Grid): Mask {
  const box = boxAroundMasks([mask], outlineMarginMm);
  if (box === null) return { grid, data: new Uint8Array(grid.size[0] * grid.size[1] * grid.size[2]) };
  return resampleMask({ grid: box.grid, data: cropData(mask.data, box) }, grid, identityAffine);
}

function union(a: Mask, b: Mask): Mask {
  return { grid: a.grid, data: a.data.map((value, v) => value | (b.data[v] as number)) };
}

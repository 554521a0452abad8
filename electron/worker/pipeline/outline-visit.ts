import { ExpectedError } from '../../core/base/expected-error.ts';
import { voxelCount, type Grid } from '../../core/base/grid.ts';
import { maskVolumeMl, maskVoxels, type Mask } from '../../core/base/volume.ts';
import type { Warning } from '../../core/base/warning.ts';
import { resampleMask } from '../../core/register/resample-mask.ts';
import { segmentCore } from '../../core/segment/core-lesion.ts';
import { fillHoles } from '../../core/segment/fill-holes.ts';
import { segmentOedema } from '../../core/segment/oedema-lesion.ts';
import type { VisitOnGrid } from '../../core/simulate/forecast-types.ts';
import type { AlignedVisit } from './align-visit.ts';
import type { GivenOutline } from './given-outline.ts';

/** A visit with its lesion, on the baseline's grid. */
export interface OutlinedVisit {
  readonly visit: VisitOnGrid;
  /** Where the core outline came from. */
  readonly outline: 'file' | 'automatic';
  readonly warnings: readonly Warning[];
}

/**
 * Lesion core and oedema of one visit: the core as it was given, else automatically; the oedema from FLAIR.
 * Enclosed dark parts count as core in both cases, so that every date is measured alike. The core may be empty: a tumour may
 * not be there yet, or not any more.
 *
 * @throws ExpectedError 'segment/no-contrast-image' when there is nothing to outline the lesion on
 */
export function outlineVisit(visit: AlignedVisit, brain: Mask, given: GivenOutline | null): OutlinedVisit {
  const { date, day, images } = visit;
  const drawn = given ? onBaselineGrid(visit, given) : automaticCore(visit, brain);
  const core = fillHoles(drawn);
  const [coreMl, filledMl] = [maskVolumeMl(core), maskVolumeMl(core) - maskVolumeMl(drawn)];
  const warnings: Warning[] = [...(given?.warnings ?? [])];
  if (filledMl > 0.05) warnings.push({ code: 'segment/holes-filled', date, volumeMl: filledMl });
  if (coreMl === 0) warnings.push({ code: 'segment/lesion-absent', date });
  else if (!given) warnings.push({ code: 'segment/automatic-lesion', date, volumeMl: coreMl });
  const oedema = images.FLAIR && coreMl > 0 ? segmentOedema(images.FLAIR, brain, core) : noOedema(visit, brain);
  if (oedema === null) warnings.push({ code: 'segment/no-oedema', date });
  return { visit: { date, day, images, core, oedema }, outline: given ? 'file' : 'automatic', warnings };
}

function automaticCore({ date, images }: AlignedVisit, brain: Mask): Mask {
  const { T1c, T1, FLAIR, T2 } = images;
  if (!T1c) throw new ExpectedError({ code: 'segment/no-contrast-image', date });
  return segmentCore(T1c, brain, { ...(T1 && { T1 }), ...(FLAIR && { FLAIR }), ...(T2 && { T2 }) }).mask;
}

function onBaselineGrid(visit: AlignedVisit, { sequence, mask }: GivenOutline): Mask {
  const alignment = visit.alignments.find((entry) => entry.sequence === sequence);
  const image = visit.images[sequence];
  const native = visit.native.images.find((entry) => entry.sequence === sequence);
  if (!alignment || !image || !native) throw new Error(`no alignment for ${sequence}`);
  if (maskVoxels(mask) === 0) return emptyMask(image.grid);
  if (image === native.volume) return mask;
  return resampleMask(mask, image.grid, alignment.fixedToMoving);
}

function emptyMask(grid: Grid): Mask {
  return { grid, data: new Uint8Array(voxelCount(grid)) };
}

/** Without a lesion there is no oedema around it; without FLAIR nothing is known. */
function noOedema({ images }: AlignedVisit, brain: Mask): Mask | null {
  return images.FLAIR ? emptyMask(brain.grid) : null;
}

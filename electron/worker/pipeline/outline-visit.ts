import { ExpectedError } from '../../core/base/expected-error.ts';
import { maskVolumeMl, maskVoxels, type Mask } from '../../core/base/volume.ts';
import type { Warning } from '../../core/base/warning.ts';
import { resampleMask } from '../../core/register/resample-mask.ts';
import { segmentCore } from '../../core/segment/core-lesion.ts';
import { fillHoles } from '../../core/segment/fill-holes.ts';
import { segmentOedema } from '../../core/segment/oedema-lesion.ts';
import type { VisitOnGrid } from '../../core/simulate/forecast-types.ts';
import { loadMask } from '../files/load-mask.ts';
import type { LoadedMask } from '../files/loadable-series.ts';
import type { AlignedVisit } from './align-visit.ts';
import type { NativeImage } from './load-visit.ts';

/** A visit with its lesion, on the baseline's grid. */
export interface OutlinedVisit {
  readonly visit: VisitOnGrid;
  /** Where the core outline came from. */
  readonly outline: 'file' | 'automatic';
  readonly warnings: readonly Warning[];
}

/**
 * Lesion core and oedema of one visit: the core from the given mask file, else automatically; the oedema from FLAIR.
 * Enclosed dark parts count as core in both cases, so that every date is measured alike.
 *
 * @throws ExpectedError 'segment/no-lesion', and those of reading masks
 */
export async function outlineVisit(visit: AlignedVisit, brain: Mask, maskFile: string | null): Promise<OutlinedVisit> {
  const warnings: Warning[] = [];
  const drawn = maskFile === null ? automaticCore(visit, brain) : await coreFromFile(visit, maskFile, warnings);
  const core = fillHoles(drawn);
  const filledMl = maskVolumeMl(core) - maskVolumeMl(drawn);
  const { date, day, images } = visit;
  if (filledMl > 0.05) warnings.push({ code: 'segment/holes-filled', date, volumeMl: filledMl });
  if (maskFile === null) warnings.push({ code: 'segment/automatic-lesion', date, volumeMl: maskVolumeMl(core) });
  const oedema = images.FLAIR ? segmentOedema(images.FLAIR, brain, core) : null;
  if (oedema === null) warnings.push({ code: 'segment/no-oedema', date });
  return { visit: { date, day, images, core, oedema }, outline: maskFile === null ? 'automatic' : 'file', warnings };
}

function automaticCore(visit: AlignedVisit, brain: Mask): Mask {
  const { T1c, T1, FLAIR, T2 } = visit.images;
  if (!T1c) throw new ExpectedError({ code: 'segment/no-lesion', date: visit.date });
  const { mask } = segmentCore(T1c, brain, { ...(T1 && { T1 }), ...(FLAIR && { FLAIR }), ...(T2 && { T2 }) });
  if (maskVoxels(mask) === 0) throw new ExpectedError({ code: 'segment/no-lesion', date: visit.date });
  return mask;
}

/** The mask belongs to the grid of one of the visit's series: the first that it fits. */
async function coreFromFile(visit: AlignedVisit, file: string, warnings: Warning[]): Promise<Mask> {
  const { image, loaded } = await loadOnAnySeries(visit, file);
  warnings.push(...loaded.warnings);
  const alignment = visit.alignments.find(({ sequence }) => sequence === image.sequence);
  const target = visit.images[image.sequence]?.grid;
  if (!alignment || !target) throw new Error(`no alignment for ${image.sequence}`);
  if (visit.images[image.sequence] === image.volume) return loaded.mask;
  return resampleMask(loaded.mask, target, alignment.fixedToMoving);
}

async function loadOnAnySeries(visit: AlignedVisit, file: string): Promise<{ image: NativeImage; loaded: LoadedMask }> {
  const [first, ...others] = visit.native.images;
  try {
    return { image: first, loaded: await loadMask(file, first.volume.grid) };
  } catch (problem) {
    for (const image of others) {
      const loaded = await loadMask(file, image.volume.grid).catch(() => null);
      if (loaded) return { image, loaded };
    }
    throw problem;
  }
}

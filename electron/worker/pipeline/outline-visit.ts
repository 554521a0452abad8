import { ExpectedError } from '../../core/base/expected-error.ts';
import { voxelCount, type Grid } from '../../core/base/grid.ts';
import { maskVolumeMl, maskVoxels, type Mask } from '../../core/base/volume.ts';
import type { Warning } from '../../core/base/warning.ts';
import { resampleMask } from '../../core/register/resample-mask.ts';
import { dropOutside } from '../../core/segment/clean-region.ts';
import { segmentCore } from '../../core/segment/core-lesion.ts';
import { fillHoles } from '../../core/segment/fill-holes.ts';
import { intersect, unite } from '../../core/segment/morphology.ts';
import { segmentOedema } from '../../core/segment/oedema-lesion.ts';
import type { NetworkOutline } from '../../core/segment/outline-network.ts';
import type { VisitOnGrid } from '../../core/simulate/forecast-types.ts';
import type { AlignedVisit } from './align-visit.ts';
import type { GivenOutline } from './given-outline.ts';

/** A visit with its lesion, on the baseline's grid. */
export interface OutlinedVisit {
  readonly visit: VisitOnGrid;
  /** Where the core outline came from. */
  readonly outline: 'file' | 'model' | 'rules';
  /** Necrosis or cavity as the model saw it; null where it was not asked or saw none. */
  readonly necrosis: Mask | null;
  readonly warnings: readonly Warning[];
}

/** What is known of a visit's lesion before it is outlined. */
export interface OutlineSources {
  /** The baseline's brain. */
  readonly brain: Mask;
  /** The core as somebody drew it. */
  readonly given: GivenOutline | null;
  /** What the segmentation model saw; null when it was not asked or could not answer. */
  readonly seen: NetworkOutline | null;
  /** Whether the lesion was taken out before this visit: then a model that sees none is believed. */
  readonly isTakenOut: boolean;
}

/** Whether the segmentation model can add anything: to a given core, only an oedema. */
export function isModelNeeded({ images }: AlignedVisit, given: GivenOutline | null): boolean {
  return given === null || images.FLAIR !== undefined || images.T2 !== undefined;
}

/**
 * Lesion core and oedema of one visit. The core as it was given, else as the model saw it, else by rules; the oedema as the model
 * saw it, else by rules. Enclosed dark parts count as core in all cases, so that every date is measured alike. The core may be empty:
 * a tumour may not be there yet, or not any more.
 *
 * @throws ExpectedError 'segment/no-contrast-image' when there is nothing to outline the lesion on
 */
export function outlineVisit(visit: AlignedVisit, known: OutlineSources): OutlinedVisit {
  const { date, day, images } = visit;
  const { given } = known;
  const sources = { ...known, seen: known.seen && inTheBrain(known.seen, known.brain) };
  const drawn = given
    ? { core: onBaselineGrid(visit, given), outline: 'file' as const, warnings: given.warnings }
    : automaticCore(visit, sources);
  const core = fillHoles(drawn.core);
  const [coreMl, filledMl] = [maskVolumeMl(core), maskVolumeMl(core) - maskVolumeMl(drawn.core)];
  const warnings: Warning[] = [...drawn.warnings];
  if (filledMl > 0.05) warnings.push({ code: 'segment/holes-filled', date, volumeMl: filledMl });
  if (coreMl === 0) warnings.push({ code: 'segment/lesion-absent', date });
  const oedema = oedemaOf(visit, sources, core);
  if (oedema === null) warnings.push({ code: 'segment/no-oedema', date });
  const necrosis = sources.seen && maskVoxels(sources.seen.necrosisOrCavity) > 0 ? sources.seen.necrosisOrCavity : null;
  return { visit: { date, day, images, core, oedema }, outline: drawn.outline, necrosis, warnings };
}

/** A lesion lies in the brain, at least with this share; fat behind an eye does not. */
const leastInBrain = 0.2;

/** What the model saw without what lies beyond the brain. */
function inTheBrain(seen: NetworkOutline, brain: Mask): NetworkOutline {
  const core = dropOutside(seen.core, brain, leastInBrain);
  const oedema = seen.oedema && unite(dropOutside(seen.oedema, brain, leastInBrain), core);
  const coreProbability = maskVoxels(core) === 0 ? null : seen.coreProbability;
  return { ...seen, core, oedema, coreProbability, necrosisOrCavity: intersect(seen.necrosisOrCavity, core) };
}

interface DrawnCore extends Pick<OutlinedVisit, 'outline' | 'warnings'> {
  readonly core: Mask;
}

/** What the model saw; where it saw no core and there should be one, what rules find. */
function automaticCore(visit: AlignedVisit, { brain, seen, isTakenOut }: OutlineSources): DrawnCore {
  const { date, images } = visit;
  if (seen && seen.coreProbability !== null) {
    const { core, coreProbability: probability, model } = seen;
    const warnings: Warning[] = [
      { code: 'segment/model-lesion', model, date, volumeMl: maskVolumeMl(core), probability },
    ];
    if (!images.T1c) warnings.push({ code: 'segment/core-without-contrast', date });
    return { core, outline: 'model', warnings };
  }
  if (seen && (isTakenOut || !images.T1c)) return { core: seen.core, outline: 'model', warnings: [] };
  const core = coreByRules(visit, brain);
  const volumeMl = maskVolumeMl(core);
  if (volumeMl === 0) return { core, outline: 'rules', warnings: [] };
  return {
    core,
    outline: 'rules',
    warnings: [{ code: seen ? 'segment/model-found-nothing' : 'segment/automatic-lesion', date, volumeMl }],
  };
}

function coreByRules({ date, images }: AlignedVisit, brain: Mask): Mask {
  const { T1c, T1, FLAIR, T2 } = images;
  if (!T1c) throw new ExpectedError({ code: 'segment/no-contrast-image', date });
  return segmentCore(T1c, brain, { ...(T1 && { T1 }), ...(FLAIR && { FLAIR }), ...(T2 && { T2 }) }).mask;
}

/** The model's oedema holds whatever core is used. By rules, without a lesion there is no oedema around it. */
function oedemaOf({ images: { FLAIR } }: AlignedVisit, { brain, seen }: OutlineSources, core: Mask): Mask | null {
  if (seen?.oedema) return unite(seen.oedema, core);
  if (!FLAIR) return null;
  return maskVoxels(core) > 0 ? segmentOedema(FLAIR, brain, core) : emptyMask(brain.grid);
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

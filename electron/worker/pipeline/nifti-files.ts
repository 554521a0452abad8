import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { syntheticMark } from '../../core/base/synthetic-mark.ts';
import type { Mask, Volume } from '../../core/base/volume.ts';
import { writeNifti } from '../../core/write/write-nifti.ts';
import type { ScanOrigin } from '../../core/write/provenance.ts';
import type { TreatmentOutcome } from './compare-treatments.ts';
import type { PreparedVisit } from './prepare-visits.ts';
import type { FinishedForecast } from './finished-forecast.ts';

/** One compressed NIfTI file. */
export interface NiftiFile {
  /** For example 'predicted_T1c.nii.gz'. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * Everything a researcher needs to score the forecast elsewhere, all on the baseline's grid: registered inputs, predicted
 * images, masks of every visit, of the prediction, of each rival and of another treatment, the probability, the effect of the
 * treatment, and where the model looked. One file at a time.
 */
export async function* niftiFiles(finished: FinishedForecast): AsyncGenerator<NiftiFile> {
  for (const { name, volume, description } of contents(finished)) {
    yield { name: `${name}.nii.gz`, bytes: await compressedNifti(volume, description) };
  }
}

/** Bytes of a compressed NIfTI file of a volume that lies in the space of a scan. */
export function compressedNifti(volume: Volume | Mask, description: string): Promise<Uint8Array> {
  return compress(writeNifti(volume, 'aligned', description), { level: 1 });
}

const compress = promisify<Uint8Array, { level: number }, Buffer>(gzip);

interface Content {
  readonly name: string;
  readonly volume: Volume | Mask;
  readonly description: string;
}

function contents({ prepared, output, treatments, explained, horizonDays }: FinishedForecast): Content[] {
  const { scans } = prepared;
  const mark = syntheticMark(horizonDays);
  const { previous, baseline, followUp } = prepared;
  const list: Content[] = [
    ...prepared.earlier.flatMap((visit) => visitContents(visit.visit.date, visit, scans)),
    ...(previous ? visitContents('previous', previous, scans) : []),
    ...visitContents('baseline', baseline, scans),
    ...(followUp ? visitContents('actual', followUp, scans) : []),
    { name: 'mask_brain', volume: prepared.brain, description: 'brain of the baseline' },
    { name: 'mask_tissue', volume: prepared.tissue, description: 'tissue of the baseline' },
  ];
  for (const [sequence, volume] of Object.entries(output.images)) {
    list.push({ name: `predicted_${sequence}`, volume, description: mark });
  }
  const predicted = { id: 'predicted', core: output.coreMask, oedema: output.oedemaMask };
  for (const { id, core, oedema } of [predicted, ...output.rivals]) {
    const description = `${mark} ${id}`;
    list.push({ name: `mask_core_${id}`, volume: core, description });
    if (oedema) list.push({ name: `mask_oedema_${id}`, volume: oedema, description });
  }
  list.push({ name: 'probability_core', volume: output.probability, description: mark });
  const description = `${mark} influence, ml`;
  const influence = explained ? [{ name: 'influence_core', volume: explained.map, description }] : [];
  return [...list, ...effectContents(treatments, mark), ...influence];
}

/** The effect of the forecast's treatment over the other one, and the other one's outlines. */
function effectContents({ comparison, effect }: TreatmentOutcome, mark: string): Content[] {
  if (comparison === null || effect === null) return [];
  const [own, other] = comparison.arms.map(({ arm }) => arm);
  const description = `${mark} ${other}`;
  const masks = { core: effect.coreMask, oedema: effect.oedemaMask };
  return [
    {
      name: `effect_core_${own}-minus-${other}`,
      volume: effect.difference,
      description: `${mark}, ${comparison.scope}`,
    },
    ...Object.entries(masks).flatMap(([region, volume]) =>
      volume ? [{ name: `mask_${region}_arm-${other}`, volume, description }] : [],
    ),
  ];
}

function visitContents(role: string, { visit, necrosis }: PreparedVisit, scans: ScanOrigin): Content[] {
  const images = Object.entries(visit.images).map(([sequence, volume]) => ({
    name: `${role}_${sequence}`,
    volume,
    description: `${scans} ${visit.date}, registered`,
  }));
  const masks: [string, Mask | null][] = [
    [`mask_core_${role}`, visit.core],
    [`mask_oedema_${role}`, visit.oedema],
    [`mask_necrosis_${role}`, necrosis],
  ];
  const regions = masks.flatMap(([name, volume]) =>
    volume ? [{ name, volume, description: `outlined ${visit.date}, registered` }] : [],
  );
  return [...images, ...regions];
}

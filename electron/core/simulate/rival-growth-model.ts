import { identityAffine } from '../base/affine.ts';
import type { Warning } from '../base/warning.ts';
import { resampleField } from '../register/resample-field.ts';
import { growthDomain, type GrowthDomain } from './fisher-kolmogorov.ts';
import { fitGrowth, growPatiently, profileDensity, type GrowthFit } from './fit-fisher-kolmogorov.ts';
import type { ForecastInput, Rival } from './forecast-types.ts';
import { cropData, pasteMask } from '../base/grid-box.ts';
import { edgeLogOdds, logOdds, profileLogOdds } from './growth-profile.ts';
import type { ModelDescription } from './model-description.ts';
import type { Pauses } from './pause.ts';
import type { ForecastWorkplace } from './prepare-forecast.ts';

/** A fit that misses the measured volumes by more than this is said to be poor. */
const poorFitPercent = 20;

/**
 * The mechanistic rival: Fisher-Kolmogorov growth fitted to the patient's visits, run on the model grid from the last
 * outlines to the horizon, and pasted back at full size as the change of the log-odds of the cell density.
 *
 * @throws ExpectedError 'job/cancelled'
 */
export async function growthModel(
  input: ForecastInput,
  place: ForecastWorkplace,
  model: ModelDescription,
  pauses: Pauses,
): Promise<{ rival: Rival; fit: GrowthFit; warnings: Warning[] }> {
  const domain = livingDomain(place);
  const populationRateMmPerDay = model.populationRateMmPerDay.core;
  const fit = await fitGrowth(domain, { ...place, populationRateMmPerDay }, pauses);
  const start = profileDensity(place.last, fit.widthMm);
  const end = await growPatiently(domain, start, { rates: fit.rates, days: place.horizonDays }, pauses);
  const regions = pasteGrowth(input, place, fit.widthMm, logOddsChange(domain, start, end));
  const residualPercent = fit.residualPercent ?? 0;
  const poor = residualPercent > poorFitPercent;
  return {
    rival: { id: 'fisher-kolmogorov', ...regions, images: input.baseline.images },
    fit,
    warnings: poor ? [{ code: 'simulate/growth-fit-poor', residualPercent }] : [],
  };
}

/** Tissue and everything that was ever lesion; soft tissue conducts by its share. */
function livingDomain(place: ForecastWorkplace): GrowthDomain {
  const { grid, tissue, last, previous } = place;
  const diffusivity = new Float32Array(tissue.length);
  const lesions = [last.coreMm, last.oedemaMm, previous?.coreMm, previous?.oedemaMm];
  for (let v = 0; v < diffusivity.length; v++) {
    const share = tissue[v] as number;
    diffusivity[v] = share >= 0.5 ? share : 0;
    for (const distanceMm of lesions) if (distanceMm && (distanceMm[v] as number) < 0) diffusivity[v] = 1;
  }
  return growthDomain(diffusivity, grid.size, grid.spacingMm[0]);
}

function logOddsChange(domain: GrowthDomain, start: Float32Array, end: Float32Array): Float32Array {
  const out = new Float32Array(start.length);
  for (let n = 0; n < domain.voxels.length; n++) {
    const v = domain.voxels[n] as number;
    out[v] = logOdds(end[v] as number) - logOdds(start[v] as number);
  }
  return out;
}

function pasteGrowth(
  input: ForecastInput,
  place: ForecastWorkplace,
  widthMm: number,
  change: Float32Array,
): Pick<Rival, 'core' | 'oedema'> {
  const { box, full, grid, allowed } = place;
  const added = resampleField({ grid, data: change }, box.grid, identityAffine, 0);
  const tissue = cropData(input.tissue.data, box);
  const core = new Uint8Array(tissue.length);
  const oedema = full.oedemaMm === null ? null : new Uint8Array(tissue.length);
  for (let v = 0; v < core.length; v++) {
    const coreMm = full.coreMm[v] as number;
    const oedemaMm = full.oedemaMm === null ? null : (full.oedemaMm[v] as number);
    const wasLesion = coreMm < 0 || (oedemaMm !== null && oedemaMm < 0);
    if (!wasLesion && (tissue[v] === 0 || allowed[v] === 0)) continue;
    const odds = profileLogOdds(coreMm, oedemaMm, widthMm) + (added[v] as number);
    if (odds > edgeLogOdds.core) core[v] = 1;
    if (oedema !== null && odds > edgeLogOdds.oedema) oedema[v] = 1;
  }
  return { core: pasteMask(core, box), oedema: oedema === null ? null : pasteMask(oedema, box) };
}

import type { Grid } from '../base/grid.ts';
import { signedDistanceMm } from '../segment/signed-distance.ts';
import { growthDomain, type GrowthDomain } from './fisher-kolmogorov.ts';
import {
  fitGrowth,
  growPatiently,
  profileDensity,
  type GrowthFit,
  type GrowthObservations,
  type Outlines,
} from './fit-fisher-kolmogorov.ts';
import { logOdds, visibleDensity } from './growth-profile.ts';
import type { Pauses } from './pause.ts';

/** What the growth model knows of a patient, on the model grid. */
export interface GrowthPatient extends GrowthObservations {
  readonly grid: Grid;
  /** Share of tissue per voxel, 0..1. */
  readonly tissue: Float32Array;
}

/** Fisher-Kolmogorov growth fitted to one patient. */
export interface GrowthModel {
  readonly domain: GrowthDomain;
  readonly fit: GrowthFit;
  readonly last: Outlines;
  readonly grid: Grid;
}

/** Where the growth model has come to at the horizon, on the model grid. */
export interface GrownLesion {
  /** Outlines of the visible regions at the horizon. */
  readonly outlines: Outlines;
  /** Log-odds of the cell density at the horizon minus those of the last visit. */
  readonly logOddsChange: Float32Array;
}

/**
 * Fits the growth model to the patient's last two visits.
 *
 * @throws ExpectedError 'job/cancelled'
 */
export async function fitGrowthModel(patient: GrowthPatient, pauses: Pauses): Promise<GrowthModel> {
  const domain = livingDomain(patient);
  const fit = await fitGrowth(domain, patient, pauses);
  return { domain, fit, last: patient.last, grid: patient.grid };
}

/**
 * Runs the fitted growth model from the last outlines to a horizon.
 *
 * @throws ExpectedError 'job/cancelled'
 * @see models/common/fisher_kolmogorov_fit.py `fit_and_grow`, the twin
 */
export async function growLesion(model: GrowthModel, days: number, pauses: Pauses): Promise<GrownLesion> {
  const { domain, fit, last } = model;
  const start = profileDensity(last, fit.widthMm);
  const end = await growPatiently(domain, start, { rates: fit.rates, days }, pauses);
  return { outlines: visibleOutlines(end, model), logOddsChange: logOddsChange(domain, start, end) };
}

/** Tissue and everything that was ever lesion; soft tissue conducts by its share. */
function livingDomain({ grid, tissue, last, previous }: GrowthPatient): GrowthDomain {
  const diffusivity = new Float32Array(tissue.length);
  const lesions = [last.coreMm, last.oedemaMm, previous?.coreMm, previous?.oedemaMm];
  for (let v = 0; v < diffusivity.length; v++) {
    const share = tissue[v] as number;
    diffusivity[v] = share >= 0.5 ? share : 0;
    for (const distanceMm of lesions) if (distanceMm && (distanceMm[v] as number) < 0) diffusivity[v] = 1;
  }
  return growthDomain(diffusivity, grid.size, grid.spacingMm[0]);
}

/** The whole abnormality is the lower threshold, which the core is above as well. */
function visibleOutlines(density: Float32Array, { grid, last }: GrowthModel): Outlines {
  const above = (edge: number): Float32Array => {
    const data = new Uint8Array(density.length);
    for (let v = 0; v < data.length; v++) if ((density[v] as number) > edge) data[v] = 1;
    return signedDistanceMm({ grid, data });
  };
  return { coreMm: above(visibleDensity.core), oedemaMm: last.oedemaMm === null ? null : above(visibleDensity.oedema) };
}

function logOddsChange(domain: GrowthDomain, start: Float32Array, end: Float32Array): Float32Array {
  const out = new Float32Array(start.length);
  for (let n = 0; n < domain.voxels.length; n++) {
    const v = domain.voxels[n] as number;
    out[v] = logOdds(end[v] as number) - logOdds(start[v] as number);
  }
  return out;
}

import { equivalentRadiusMm } from './extrapolate.ts';
import { growDensity, stableStepDays, type GrowthDomain, type GrowthRates } from './fisher-kolmogorov.ts';
import { densityOf, edgeGapInWidths, edgeLogOdds, logOdds, profileLogOdds } from './growth-profile.ts';
import { pause, type Pauses } from './pause.ts';

/** Outlines of one visit on the model grid, as signed distances in mm. */
export interface Outlines {
  readonly coreMm: Float32Array;
  /** Whole abnormality; null when it was not seen. */
  readonly oedemaMm: Float32Array | null;
}

/** What the growth model is fitted to. */
export interface GrowthObservations {
  readonly previous: Outlines | null;
  readonly last: Outlines;
  readonly intervalDays: number;
  /** Speed of the front where there is no earlier visit. */
  readonly populationFrontSpeedMmPerDay: number;
}

/** A growth model fitted to one patient. */
export interface GrowthFit {
  readonly rates: GrowthRates;
  /** sqrt(D / rho): how far the front is smeared out. */
  readonly widthMm: number;
  /** Largest miss of the last visit's volumes, percent; null where there was no earlier visit to fit to. */
  readonly residualPercent: number | null;
}

/** A 2 mm grid carries no thinner front; a wider one is no longer a front. */
const widthLimitsMm = [1.2, 8] as const;
const defaultWidthMm = 3;
/** The fastest gliomas advance about 60 mm a year. */
const speedLimitsMmPerDay = [0.0005, 60 / 365] as const;
const mostAttempts = 9;
const closeEnoughMm = 0.02;
const stepsBetweenPauses = 60;

/**
 * Fits D and rho to one or two visits. The gap between core and oedema gives sqrt(D / rho); the speed 2 sqrt(D rho) is
 * searched until growth from the earlier outlines reaches the last volumes. Deterministic.
 *
 * @throws ExpectedError 'job/cancelled'
 * @see Konukoglu et al., IEEE TMI 29:77 (2010)
 */
export async function fitGrowth(
  domain: GrowthDomain,
  observed: GrowthObservations,
  pauses: Pauses,
): Promise<GrowthFit> {
  const widthMm = frontWidthMm(domain, observed);
  const { previous } = observed;
  // A lesion that was not there yet tells nothing of its speed.
  if (previous === null || !previous.coreMm.some((distance) => distance < 0)) {
    return { rates: ratesOf(observed.populationFrontSpeedMmPerDay, widthMm), widthMm, residualPercent: null };
  }
  const attempt = attempts(domain, { ...observed, previous }, widthMm, pauses);
  const best = await searchSpeed(attempt, observed.intervalDays);
  return { rates: ratesOf(best.speedMmPerDay, widthMm), widthMm, residualPercent: best.missPercent };
}

interface Attempt {
  readonly speedMmPerDay: number;
  /** Reached minus measured radius, mean of the regions seen on both visits. */
  readonly missMm: number;
  readonly missPercent: number;
}

/** Secant steps; a step that does not help is halved. The radius grows by about one interval per unit of speed. */
async function searchSpeed(attempt: (speed: number) => Promise<Attempt>, intervalDays: number): Promise<Attempt> {
  let best = await attempt(speedLimitsMmPerDay[0]);
  let slope = intervalDays;
  for (let iteration = 1; iteration < mostAttempts && Math.abs(best.missMm) > closeEnoughMm; iteration++) {
    const speed = clampSpeed(best.speedMmPerDay - best.missMm / slope);
    if (speed === best.speedMmPerDay) break;
    const next = await attempt(speed);
    const secant = (next.missMm - best.missMm) / (next.speedMmPerDay - best.speedMmPerDay);
    const helped = Math.abs(next.missMm) < Math.abs(best.missMm);
    slope = helped && secant > 0 ? secant : 2 * slope;
    if (helped) best = next;
  }
  return best;
}

function attempts(
  domain: GrowthDomain,
  observed: GrowthObservations & { readonly previous: Outlines },
  widthMm: number,
  pauses: Pauses,
): (speed: number) => Promise<Attempt> {
  const { previous } = observed;
  const start = profileDensity(previous, widthMm);
  const seen = radii(domain, profileDensity(observed.last, widthMm), widthMm);
  const withOedema = previous.oedemaMm !== null && observed.last.oedemaMm !== null;
  return async (speedMmPerDay) => {
    const grown = await growPatiently(
      domain,
      start,
      { rates: ratesOf(speedMmPerDay, widthMm), days: observed.intervalDays },
      pauses,
    );
    return { speedMmPerDay, ...missOf(radii(domain, grown, widthMm), seen, withOedema) };
  };
}

/** Density that shows the outlines of a visit. */
export function profileDensity(outlines: Outlines, widthMm: number): Float32Array {
  const { coreMm, oedemaMm } = outlines;
  const out = new Float32Array(coreMm.length);
  for (let v = 0; v < out.length; v++) {
    const oedema = oedemaMm === null ? null : (oedemaMm[v] as number);
    out[v] = densityOf(profileLogOdds(coreMm[v] as number, oedema, widthMm));
  }
  return out;
}

/** `growDensity` in pieces, so that a cancel is heard in between. */
export async function growPatiently(
  domain: GrowthDomain,
  density: Float32Array,
  { rates, days }: { readonly rates: GrowthRates; readonly days: number },
  pauses: Pauses,
): Promise<Float32Array> {
  const pieces = Math.max(1, Math.ceil(days / (stepsBetweenPauses * stableStepDays(domain, rates))));
  let grown = density;
  for (let piece = 0; piece < pieces; piece++) {
    grown = growDensity(domain, grown, rates, days / pieces);
    await pause(pauses);
  }
  return grown;
}

function ratesOf(speedMmPerDay: number, widthMm: number): GrowthRates {
  const speed = clampSpeed(speedMmPerDay);
  return { diffusivityMm2PerDay: (speed * widthMm) / 2, proliferationPerDay: speed / (2 * widthMm) };
}

function clampSpeed(speedMmPerDay: number): number {
  return Math.min(speedLimitsMmPerDay[1], Math.max(speedLimitsMmPerDay[0], speedMmPerDay));
}

function frontWidthMm(domain: GrowthDomain, observed: GrowthObservations): number {
  const gapsMm: number[] = [];
  for (const outlines of [observed.previous, observed.last]) {
    if (outlines === null || outlines.oedemaMm === null) continue;
    const seen = radii(domain, profileDensity(outlines, defaultWidthMm), defaultWidthMm);
    gapsMm.push(seen.oedemaMm - seen.coreMm);
  }
  if (gapsMm.length === 0) return defaultWidthMm;
  const gapMm = gapsMm.reduce((a, b) => a + b, 0) / gapsMm.length;
  return Math.min(widthLimitsMm[1], Math.max(widthLimitsMm[0], gapMm / edgeGapInWidths));
}

interface Radii {
  readonly coreMm: number;
  readonly oedemaMm: number;
}

/** Equivalent radii of the two visible regions, with partly filled voxels at their edges. */
function radii(domain: GrowthDomain, density: Float32Array, widthMm: number): Radii {
  const voxelsPerUnit = (2 * widthMm) / domain.spacingMm;
  let [core, oedema] = [0, 0];
  for (let n = 0; n < domain.voxels.length; n++) {
    const value = density[domain.voxels[n] as number] as number;
    if (value < 1e-3) continue;
    const odds = logOdds(value);
    core += Math.min(1, Math.max(0, 0.5 + (odds - edgeLogOdds.core) * voxelsPerUnit));
    oedema += Math.min(1, Math.max(0, 0.5 + (odds - edgeLogOdds.oedema) * voxelsPerUnit));
  }
  const voxelMl = domain.spacingMm ** 3 / 1000;
  return { coreMm: equivalentRadiusMm(core * voxelMl), oedemaMm: equivalentRadiusMm(oedema * voxelMl) };
}

function missOf(reached: Radii, seen: Radii, withOedema: boolean): { missMm: number; missPercent: number } {
  const percent = (a: number, b: number): number => 100 * Math.abs((a / Math.max(b, 1e-3)) ** 3 - 1);
  const coreMm = reached.coreMm - seen.coreMm;
  const corePercent = percent(reached.coreMm, seen.coreMm);
  if (!withOedema) return { missMm: coreMm, missPercent: corePercent };
  const oedemaMm = reached.oedemaMm - seen.oedemaMm;
  const oedemaPercent = percent(reached.oedemaMm, seen.oedemaMm);
  return { missMm: (coreMm + oedemaMm) / 2, missPercent: Math.max(corePercent, oedemaPercent) };
}

import { maskVolumeMl } from '../base/volume.ts';
import { exponentialGrowthMm, radialRateMmPerDay } from './extrapolate.ts';
import type { VisitOnGrid } from './forecast-types.ts';
import type { ModelDescription, Range } from './model-description.ts';

/** Volumes of one visit; the oedema null where it was not seen. */
export interface RegionVolumes {
  readonly coreMl: number;
  readonly oedemaMl: number | null;
}

/** What the last two visits show of growth. */
export interface GrowthHistory {
  readonly last: RegionVolumes;
  readonly previous: RegionVolumes | null;
  /** Between the two; 0 with a single visit. */
  readonly intervalDays: number;
}

/** How far each outline moves from the last visit to the horizon, mm; negative for a shrinking lesion. */
export interface OutlineGrowth {
  readonly coreMm: number;
  readonly oedemaMm: number;
}

/** Growth of both outlines by the two simple rules. */
export interface ExtrapolatedGrowth {
  readonly linear: OutlineGrowth;
  readonly exponential: OutlineGrowth;
}

/** Measures both regions of a visit. */
export function regionVolumes({ core, oedema }: Pick<VisitOnGrid, 'core' | 'oedema'>): RegionVolumes {
  return { coreMl: maskVolumeMl(core), oedemaMl: oedema === null ? null : maskVolumeMl(oedema) };
}

/**
 * Growth up to the horizon as the last two visits show it. A region that was not there on both of them grows by both rules at
 * the speed of the training population.
 */
export function extrapolatedGrowth(
  history: GrowthHistory,
  horizonDays: number,
  {
    populationRateMmPerDay,
    rateLimitsMmPerDay,
  }: Pick<ModelDescription, 'populationRateMmPerDay' | 'rateLimitsMmPerDay'>,
): ExtrapolatedGrowth {
  const grow = (region: keyof RegionVolumes, population: number): { linearMm: number; exponentialMm: number } => {
    const rate = radialRate(history, region, population, rateLimitsMmPerDay);
    const [before, after] = [history.previous?.[region] ?? 0, history.last[region] ?? 0];
    const linearMm = rate * horizonDays;
    if (before === 0 || after === 0) return { linearMm, exponentialMm: linearMm };
    return { linearMm, exponentialMm: exponentialGrowthMm(before, after, history.intervalDays, horizonDays) };
  };
  const core = grow('coreMl', populationRateMmPerDay.core);
  const oedema = grow('oedemaMl', populationRateMmPerDay.oedema);
  return {
    linear: { coreMm: core.linearMm, oedemaMm: oedema.linearMm },
    exponential: { coreMm: core.exponentialMm, oedemaMm: oedema.exponentialMm },
  };
}

/** Speed at which the equivalent radius of a region changes, within the model's limits, mm/day. */
export function radialRate(
  history: GrowthHistory,
  region: keyof RegionVolumes,
  populationRate: number,
  limits?: Range,
): number {
  const [before, after] = [history.previous?.[region] ?? 0, history.last[region] ?? 0];
  if (before === 0 || after === 0) return populationRate;
  return radialRateMmPerDay(before, after, history.intervalDays, limits);
}

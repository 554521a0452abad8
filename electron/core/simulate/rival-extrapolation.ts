import { cropData, pasteMask } from '../base/grid-box.ts';
import { extrapolateDistanceMm } from './extrapolate.ts';
import type { Rival } from './forecast-types.ts';
import type { ExtrapolatedGrowth } from './outline-growth.ts';
import { insideOutline } from './paste-back.ts';
import type { ForecastWorkplace } from './prepare-forecast.ts';

/**
 * The rivals that let the lesion go on growing as seen so far, kept inside tissue, at full size: by the same millimetres of
 * its radius (linear) or by the same factor of its volume (exponential).
 */
export function extrapolation(rule: keyof ExtrapolatedGrowth, place: ForecastWorkplace): Rival {
  const { input, box, full, allowed, growth } = place;
  const { coreMm, oedemaMm } = growth[rule];
  const tissue = cropData(input.tissue.data, box);
  const grow = (distanceMm: Float32Array, growthMm: number): Uint8Array =>
    insideOutline(extrapolateDistanceMm(distanceMm, growthMm, tissue), allowed);
  const core = grow(full.coreMm, coreMm);
  const oedema = full.oedemaMm === null ? null : joined(grow(full.oedemaMm, oedemaMm), core);
  return {
    id: `${rule}-extrapolation`,
    core: pasteMask(core, box),
    oedema: oedema === null ? null : pasteMask(oedema, box),
    images: input.baseline.images,
  };
}

/** The whole abnormality contains the core; changes and returns the first. */
export function joined(oedema: Uint8Array, core: Uint8Array): Uint8Array {
  for (let v = 0; v < oedema.length; v++) oedema[v] = (oedema[v] as number) | (core[v] as number);
  return oedema;
}

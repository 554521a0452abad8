import { extrapolateDistanceMm } from './extrapolate.ts';
import type { ForecastInput, Rival } from './forecast-types.ts';
import { cropData, pasteMask } from '../base/grid-box.ts';
import { insideOutline } from './paste-back.ts';
import type { ForecastWorkplace } from './prepare-forecast.ts';

/** The rival that lets the equivalent radius go on growing at the speed seen so far, kept inside tissue; at full size. */
export function linearExtrapolation(input: ForecastInput, place: ForecastWorkplace): Rival {
  const { box, full, allowed, ratesMmPerDay, horizonDays } = place;
  const tissue = cropData(input.tissue.data, box);
  const grow = (distanceMm: Float32Array, rate: number): Uint8Array =>
    insideOutline(extrapolateDistanceMm(distanceMm, rate * horizonDays, tissue), allowed);
  const core = grow(full.coreMm, ratesMmPerDay.core);
  const oedema = full.oedemaMm === null ? null : grow(full.oedemaMm, ratesMmPerDay.oedema);
  return {
    id: 'linear-extrapolation',
    core: pasteMask(core, box),
    oedema: oedema === null ? null : pasteMask(joined(oedema, core), box),
    images: input.baseline.images,
  };
}

/** The whole abnormality contains the core; changes and returns the first. */
export function joined(oedema: Uint8Array, core: Uint8Array): Uint8Array {
  for (let v = 0; v < oedema.length; v++) oedema[v] = (oedema[v] as number) | (core[v] as number);
  return oedema;
}

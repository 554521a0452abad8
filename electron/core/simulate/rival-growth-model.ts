import { identityAffine } from '../base/affine.ts';
import { cropData, pasteMask } from '../base/grid-box.ts';
import { resampleField } from '../register/resample-field.ts';
import type { Rival } from './forecast-types.ts';
import { edgeLogOdds, profileLogOdds } from './growth-profile.ts';
import type { ForecastWorkplace } from './prepare-forecast.ts';

/**
 * The mechanistic rival: Fisher-Kolmogorov growth fitted to the patient's visits and run on the model grid, at full size: the
 * last outlines in all their detail, moved by the change of the log-odds of the cell density.
 */
export function growthModelRival(place: ForecastWorkplace): Rival {
  const { input, box, full, grid, allowed, grown, growthModel } = place;
  const added = resampleField({ grid, data: grown.logOddsChange }, box.grid, identityAffine, 0);
  const tissue = cropData(input.tissue.data, box);
  const core = new Uint8Array(tissue.length);
  const oedema = full.oedemaMm === null ? null : new Uint8Array(tissue.length);
  for (let v = 0; v < core.length; v++) {
    const coreMm = full.coreMm[v] as number;
    const oedemaMm = full.oedemaMm === null ? null : (full.oedemaMm[v] as number);
    const wasLesion = coreMm < 0 || (oedemaMm !== null && oedemaMm < 0);
    if (!wasLesion && (tissue[v] === 0 || allowed[v] === 0)) continue;
    const odds = profileLogOdds(coreMm, oedemaMm, growthModel.fit.widthMm) + (added[v] as number);
    if (odds > edgeLogOdds.core) core[v] = 1;
    if (oedema !== null && odds > edgeLogOdds.oedema) oedema[v] = 1;
  }
  return {
    id: 'fisher-kolmogorov',
    core: pasteMask(core, box),
    oedema: oedema === null ? null : pasteMask(oedema, box),
    images: input.baseline.images,
  };
}

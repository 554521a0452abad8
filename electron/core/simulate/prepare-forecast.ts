import { identityAffine } from '../base/affine.ts';
import { ExpectedError } from '../base/expected-error.ts';
import { sameGrid, type Grid } from '../base/grid.ts';
import { maskVolumeMl, type Mask } from '../base/volume.ts';
import { resampleNearest } from '../register/resample-nearest.ts';
import { signedDistanceMm } from '../segment/signed-distance.ts';
import type { ModelSituation } from './build-input.ts';
import { extrapolateDistanceMm, radialRateMmPerDay } from './extrapolate.ts';
import type { Outlines } from './fit-fisher-kolmogorov.ts';
import type { ForecastInput } from './forecast-types.ts';
import { boxAroundMasks, cropData, type GridBox } from '../base/grid-box.ts';
import type { ModelDescription } from './model-description.ts';
import { modelGrid } from './model-grid.ts';
import { pause, type Pauses } from './pause.ts';
import { sampleFraction } from '../register/sample-image.ts';
import { maskOnModelGrid, visitOnModelGrid } from './visit-on-model-grid.ts';

/** Everything that the model, the rivals and the pasting back share. */
export interface ForecastWorkplace extends ModelSituation {
  /** The model grid. */
  readonly grid: Grid;
  /** Part of the full-size grid in which anything can change. */
  readonly box: GridBox;
  /** Last outlines at full detail, on the box. */
  readonly full: Outlines;
  /** On the box: 1 in the brain and in the last lesion. */
  readonly allowed: Uint8Array;
  /** The same on the model grid. */
  readonly allowedOnModelGrid: Uint8Array;
  /** Radial speeds of the linear extrapolation, mm/day. */
  readonly ratesMmPerDay: { readonly core: number; readonly oedema: number };
}

/** Room for growth round the lesion, and for the image's fading out beyond it. */
const leastRoomMm = 24;
const fadeRoomMm = 8;

/**
 * Brings visits, masks and tissue to the model grid and to the full-size working part.
 *
 * @throws ExpectedError 'timeline/no-usable-sequence', 'segment/no-lesion', 'job/cancelled'
 * @throws RangeError when inputs are not on one grid or visits not in order (a fault of the caller)
 */
export async function prepareForecast(
  input: ForecastInput,
  model: ModelDescription,
  pauses: Pauses,
): Promise<ForecastWorkplace> {
  requireUsable(input);
  const { baseline, previous, horizonDays } = input;
  const grid = modelGrid(baseline.core, model);
  if (grid === null) throw new ExpectedError({ code: 'segment/no-lesion', date: baseline.date });
  const tissue = tissueOnModelGrid(input, grid);
  await pause(pauses);
  const last = visitOnModelGrid(baseline, grid, tissue, model);
  await pause(pauses);
  const before = previous === null ? null : visitOnModelGrid(previous, grid, tissue, model);
  await pause(pauses);
  const ratesMmPerDay = radialRates(input, model);
  const grow = (distanceMm: Float32Array, rate: number): Float32Array =>
    extrapolateDistanceMm(distanceMm, rate * horizonDays, tissue);
  const extrapolated: Outlines = {
    coreMm: grow(last.coreMm, ratesMmPerDay.core),
    oedemaMm: last.oedemaMm === null ? null : grow(last.oedemaMm, ratesMmPerDay.oedema),
  };
  const intervalDays = previous === null ? 0 : baseline.day - previous.day;
  const situation = { last, previous: before, extrapolated, tissue, horizonDays, intervalDays };
  const part = fullSizePart(input, ratesMmPerDay);
  const allowed = resampleNearest({ grid: part.box.grid, data: part.allowed }, grid, identityAffine);
  return { ...situation, ...part, grid, ratesMmPerDay, allowedOnModelGrid: allowed.data };
}

function fullSizePart(
  input: ForecastInput,
  rates: ForecastWorkplace['ratesMmPerDay'],
): Pick<ForecastWorkplace, 'box' | 'full' | 'allowed'> {
  const { baseline, previous, brain } = input;
  const growthMm = Math.max(0, rates.core, rates.oedema) * input.horizonDays;
  const marginMm = Math.max(leastRoomMm, 1.5 * growthMm + 4) + fadeRoomMm;
  const masks = [baseline.core, baseline.oedema, previous?.core].filter((mask) => mask !== undefined && mask !== null);
  const box = boxAroundMasks(masks, marginMm);
  if (box === null) throw new ExpectedError({ code: 'segment/no-lesion', date: baseline.date });
  const core = cropData(baseline.core.data, box);
  const oedema = baseline.oedema === null ? null : cropData(baseline.oedema.data, box);
  const allowed = cropData(brain.data, box);
  for (let v = 0; v < allowed.length; v++) {
    if (oedema !== null) oedema[v] = (oedema[v] as number) | (core[v] as number);
    allowed[v] = (allowed[v] as number) | (core[v] as number) | (oedema === null ? 0 : (oedema[v] as number));
  }
  const distance = (data: Uint8Array): Float32Array => signedDistanceMm({ grid: box.grid, data });
  return { box, allowed, full: { coreMm: distance(core), oedemaMm: oedema === null ? null : distance(oedema) } };
}

/** Tissue includes the last core, whatever the tissue mask says. */
function tissueOnModelGrid(input: ForecastInput, grid: Grid): Float32Array {
  const tissue = sampleFraction(input.tissue, grid);
  const core = maskOnModelGrid(input.baseline.core, grid).data;
  for (let v = 0; v < tissue.length; v++) if (core[v] === 1) tissue[v] = 1;
  return tissue;
}

function radialRates(input: ForecastInput, model: ModelDescription): ForecastWorkplace['ratesMmPerDay'] {
  const { baseline, previous } = input;
  const rate = (before: Mask | null | undefined, after: Mask | null, population: number): number =>
    previous === null || !before || !after
      ? population
      : radialRateMmPerDay(maskVolumeMl(before), maskVolumeMl(after), baseline.day - previous.day);
  const { core, oedema } = model.populationRateMmPerDay;
  return { core: rate(previous?.core, baseline.core, core), oedema: rate(previous?.oedema, baseline.oedema, oedema) };
}

function requireUsable(input: ForecastInput): void {
  const { baseline, previous } = input;
  if (baseline.images.T1c === undefined && baseline.images.FLAIR === undefined) {
    const found = Object.keys(baseline.images);
    throw new ExpectedError({
      code: 'timeline/no-usable-sequence',
      date: baseline.date,
      found,
      needed: ['T1c', 'FLAIR'],
    });
  }
  if (previous !== null && previous.day >= baseline.day) throw new RangeError('the previous visit is not earlier');
  const grid = baseline.core.grid;
  const onGrid = [baseline, previous].flatMap((visit) =>
    visit === null ? [] : [visit.core, visit.oedema, ...Object.values(visit.images)],
  );
  for (const part of [...onGrid, input.brain, input.tissue]) {
    if (part && !sameGrid(part.grid, grid)) throw new RangeError('images and masks of a forecast share one grid');
  }
}

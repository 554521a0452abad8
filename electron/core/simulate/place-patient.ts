import { identityAffine } from '../base/affine.ts';
import { ExpectedError } from '../base/expected-error.ts';
import { boxAroundMasks, cropData, type GridBox } from '../base/grid-box.ts';
import { sameGrid, type Grid } from '../base/grid.ts';
import { resampleNearest } from '../register/resample-nearest.ts';
import { sampleFraction } from '../register/sample-image.ts';
import { signedDistanceMm } from '../segment/signed-distance.ts';
import type { ModelSituation } from './build-input.ts';
import type { Outlines } from './fit-fisher-kolmogorov.ts';
import type { ForecastInput } from './forecast-types.ts';
import { fitGrowthModel, type GrowthModel } from './growth-model.ts';
import { sequencesOf, type ModelDescription } from './model-description.ts';
import { modelGrid } from './model-grid.ts';
import { extrapolatedGrowth, regionVolumes, type GrowthHistory } from './outline-growth.ts';
import { pause, type Pauses } from './pause.ts';
import { imagesOnModelGrid, outlinesOnModelGrid, visitOnModelGrid } from './visit-on-model-grid.ts';

/** A patient on the model grid and at full size, whatever is asked: nothing here depends on the treatment. */
export interface PlacedPatient extends Omit<ModelSituation, 'extrapolated' | 'fitted' | 'treatment' | 'horizonDays'> {
  readonly input: ForecastInput;
  /** The model grid. */
  readonly grid: Grid;
  readonly history: GrowthHistory;
  readonly growthModel: GrowthModel;
  /** Part of the full-size grid in which anything can change up to the horizon of `input`. */
  readonly box: GridBox;
  /** Last outlines at full detail, on the box. */
  readonly full: Outlines;
  /** On the box: 1 in the brain and in the last lesion. */
  readonly allowed: Uint8Array;
  /** The same on the model grid. */
  readonly allowedOnModelGrid: Uint8Array;
}

/** Room for growth round the lesion, and for the image's fading out beyond it. */
const leastRoomMm = 24;
const fadeRoomMm = 8;

/**
 * Brings visits, masks and tissue to the model grid and to the full-size working part, and fits the growth model.
 *
 * @throws ExpectedError 'timeline/no-usable-sequence', 'segment/no-lesion', 'job/cancelled'
 * @throws RangeError when inputs are not on one grid or visits not in order (a fault of the caller)
 */
export async function placePatient(
  input: ForecastInput,
  model: ModelDescription,
  pauses: Pauses,
): Promise<PlacedPatient> {
  requireUsable(input, model);
  const { baseline, previous, earlier, ageYears } = input;
  const grid = modelGrid(baseline.core, model) ?? (previous && modelGrid(previous.core, model));
  if (grid === null) throw new ExpectedError({ code: 'segment/no-lesion', date: baseline.date });
  const outlines = outlinesOnModelGrid(baseline, grid);
  const tissue = tissueOnModelGrid(input, grid, outlines);
  await pause(pauses);
  const seen = {
    last: { ...outlines, images: imagesOnModelGrid(baseline, outlines, tissue, { grid, model }) },
    previous: previous && visitOnModelGrid(previous, tissue, { grid, model }),
    earlier: earlier && outlinesOnModelGrid(earlier, grid),
  };
  await pause(pauses);
  const days = {
    intervalDays: previous === null ? 0 : baseline.day - previous.day,
    earlierIntervalDays: earlier === null ? 0 : baseline.day - earlier.day,
  };
  const history: GrowthHistory = {
    last: regionVolumes(baseline),
    previous: previous && regionVolumes(previous),
    intervalDays: days.intervalDays,
  };
  const { populationFrontSpeedMmPerDay } = model;
  const growthModel = await fitGrowthModel({ ...seen, ...days, grid, tissue, populationFrontSpeedMmPerDay }, pauses);
  const part = fullSizePart(input, history, model);
  const allowed = resampleNearest({ grid: part.box.grid, data: part.allowed }, grid, identityAffine);
  const place = { input, grid, tissue, ageYears, history, growthModel, allowedOnModelGrid: allowed.data };
  return { ...seen, ...days, ...place, ...part };
}

function fullSizePart(
  input: ForecastInput,
  history: GrowthHistory,
  model: ModelDescription,
): Pick<PlacedPatient, 'box' | 'full' | 'allowed'> {
  const { baseline, previous, brain, horizonDays } = input;
  const { linear, exponential } = extrapolatedGrowth(history, horizonDays, model);
  const growthMm = Math.max(0, linear.coreMm, linear.oedemaMm, exponential.coreMm, exponential.oedemaMm);
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
function tissueOnModelGrid(input: ForecastInput, grid: Grid, { coreMm }: Outlines): Float32Array {
  const tissue = sampleFraction(input.tissue, grid);
  for (let v = 0; v < tissue.length; v++) if ((coreMm[v] as number) < 0) tissue[v] = 1;
  return tissue;
}

/** Images that show the lesion itself; a model is not asked without one of them. */
const telling = ['T1c', 'FLAIR'] as const;

function requireUsable(input: ForecastInput, model: ModelDescription): void {
  const { baseline, previous, earlier } = input;
  const needed = telling.filter((sequence) => sequencesOf(model).includes(sequence));
  if (!needed.some((sequence) => baseline.images[sequence] !== undefined)) {
    const found = Object.keys(baseline.images);
    throw new ExpectedError({ code: 'timeline/no-usable-sequence', date: baseline.date, found, needed });
  }
  const visits = [baseline, previous, earlier].filter((visit) => visit !== null);
  const inOrder = visits.every((visit, n) => n === 0 || visit.day < (visits[n - 1]?.day ?? Infinity));
  if (!inOrder || (earlier !== null && previous === null)) throw new RangeError('visits are not in order');
  const grid = baseline.core.grid;
  const onGrid = visits.flatMap((visit) => [visit.core, visit.oedema, ...Object.values(visit.images)]);
  for (const part of [...onGrid, input.brain, input.tissue]) {
    if (part && !sameGrid(part.grid, grid)) throw new RangeError('images and masks of a forecast share one grid');
  }
}

import type { Mask } from '../base/volume.ts';
import { connectedComponents } from '../segment/components.ts';
import { boundingBox, cropMask } from './bounding-box.ts';
import { measureLesion, type LesionSize } from './bidimensional.ts';
import { requireSameGrid } from './require-same-grid.ts';

/** Complete and partial response, stable and progressive disease; the baseline was too small to judge by. */
export type ResponseClass = 'CR' | 'PR' | 'SD' | 'PD' | 'not-measurable';

/** Stands beside every class: the criteria also ask for steroids, symptoms and confirmation, which no image shows. */
export const responseScope = 'imaging only';

/** Thresholds of the imaging part of RANO 2.0 (Wen, J Clin Oncol 41:5187, 2023) and RECIST 1.1 (Eisenhauer, Eur J Cancer 45:228, 2009). */
export const responseLimits = {
  measurableMm: 10,
  rano2: {
    partialAreaPercent: -50,
    partialVolumePercent: -65,
    progressiveAreaPercent: 25,
    progressiveVolumePercent: 40,
  },
  recist11: { partialDiameterPercent: -30, progressiveDiameterPercent: 20, progressiveMm: 5 },
  /** Growth of what was too small to measure and now is not, from which it counts as clear progression. */
  grownMeasurableMm: 5,
} as const;

/** A lesion on one day. */
export interface MeasuredVisit {
  readonly day: number;
  readonly size: LesionSize;
  /** A measurable part that touches no earlier outline. */
  readonly newLesion: boolean;
}

/** Change of one measure, percent; `null` where there was nothing to compare with. */
export interface MeasureChange {
  readonly fromBaselinePercent: number | null;
  readonly fromNadirPercent: number | null;
}

/** The judgement of one visit. */
export interface ResponseJudgement {
  readonly rano2: ResponseClass;
  readonly recist11: ResponseClass;
  readonly area: MeasureChange;
  readonly volume: MeasureChange;
  readonly diameter: MeasureChange;
}

/**
 * Measures a region and says whether it holds a new lesion.
 *
 * @param earlier outlines of all earlier visits, on the same grid
 * @throws RangeError when they are not on one grid
 */
export function measureVisit(day: number, core: Mask, earlier: readonly Mask[]): MeasuredVisit {
  return { day, size: measureLesion(core), newLesion: hasNewLesion(core, earlier) };
}

/**
 * Judges one visit by what came before. The nadir of every measure is its smallest value from the baseline to the visit
 * before.
 *
 * @param course visits in order of time
 * @param index visit to judge, after the baseline
 * @param baseline index of the visit that decreases are measured from
 * @throws RangeError when the visit is not after the baseline
 */
export function judgeResponse(course: readonly MeasuredVisit[], index: number, baseline = 0): ResponseJudgement {
  const [first, now] = [course[baseline], course[index]];
  if (first === undefined || now === undefined || index <= baseline)
    throw new RangeError('no visit after the baseline');
  const before = course.slice(baseline, index);
  const change = (of: (size: LesionSize) => number): MeasureChange => ({
    fromBaselinePercent: percent(of(now.size), of(first.size)),
    fromNadirPercent: percent(of(now.size), Math.min(...before.map(({ size }) => of(size)))),
  });
  const area = change((size) => size.productMm2);
  const volume = change((size) => size.volumeMl);
  const diameter = change((size) => size.longestMm);
  const nadir = { mm: Math.min(...before.map(({ size }) => size.longestMm)), gone: before.some(isGone) };
  const { rano2, recist11 } = responseLimits;
  const judge = { first, now, nadirGone: nadir.gone, grownMm: now.size.longestMm - nadir.mm };
  return {
    rano2: classOf(judge, isMeasurable, {
      partial:
        atMost(area.fromBaselinePercent, rano2.partialAreaPercent) ||
        atMost(volume.fromBaselinePercent, rano2.partialVolumePercent),
      progressive:
        atLeast(area.fromNadirPercent, rano2.progressiveAreaPercent) ||
        atLeast(volume.fromNadirPercent, rano2.progressiveVolumePercent),
    }),
    recist11: classOf(judge, ({ longestMm }) => longestMm >= responseLimits.measurableMm, {
      partial: atMost(diameter.fromBaselinePercent, recist11.partialDiameterPercent),
      progressive:
        atLeast(diameter.fromNadirPercent, recist11.progressiveDiameterPercent) &&
        atLeast(judge.grownMm, recist11.progressiveMm),
    }),
    area,
    volume,
    diameter,
  };
}

/** At least 10 x 10 mm. */
export function isMeasurable({ longestMm, perpendicularMm }: LesionSize): boolean {
  return longestMm >= responseLimits.measurableMm && perpendicularMm >= responseLimits.measurableMm;
}

interface Judged {
  readonly first: MeasuredVisit;
  readonly now: MeasuredVisit;
  /** The lesion had gone at some visit since the baseline. */
  readonly nadirGone: boolean;
  /** Growth of the longest diameter since its nadir. */
  readonly grownMm: number;
}

interface Criteria {
  readonly partial: boolean;
  readonly progressive: boolean;
}

/**
 * A new lesion is progression and nothing left is a complete response, however small the baseline was. What had gone and is
 * back counts as progression once it can be measured, and so does what was too small and has clearly grown: both criteria call
 * clear growth of what cannot be measured progression, without a figure. Everything else needs a measurable baseline.
 */
function classOf(
  { first, now, nadirGone, grownMm }: Judged,
  measurable: (size: LesionSize) => boolean,
  { partial, progressive }: Criteria,
): ResponseClass {
  if (now.newLesion) return 'PD';
  if (isGone(now) && !isGone(first)) return 'CR';
  if (!measurable(first.size)) {
    const hasClearlyGrown = measurable(now.size) && atLeast(grownMm, responseLimits.grownMeasurableMm);
    return hasClearlyGrown ? 'PD' : 'not-measurable';
  }
  if (nadirGone ? measurable(now.size) : progressive) return 'PD';
  return partial ? 'PR' : 'SD';
}

function isGone({ size }: MeasuredVisit): boolean {
  return size.volumeMl === 0;
}

/** Slack for what is only the rounding of a quotient: 125 is 25 % more than 100. */
const rounding = 1e-9;

function atLeast(value: number | null, limit: number): boolean {
  return value !== null && value >= limit - rounding;
}

function atMost(value: number | null, limit: number): boolean {
  return value !== null && value <= limit + rounding;
}

function percent(now: number, then: number): number | null {
  return then > 0 ? (100 * (now - then)) / then : null;
}

function hasNewLesion(core: Mask, earlier: readonly Mask[]): boolean {
  requireSameGrid(core, ...earlier);
  const box = earlier.length === 0 ? null : boundingBox(core.data, core.grid.size);
  if (box === null) return false;
  const { grid, data } = cropMask(core, box);
  const { labels, voxels } = connectedComponents({ grid, data });
  const isNew = new Uint8Array(voxels.length + 1).fill(1);
  for (const mask of earlier) {
    const known = cropMask(mask, box).data;
    for (let v = 0; v < known.length; v++) if (known[v] !== 0) isNew[labels[v] as number] = 0;
  }
  return voxels.some((_, n) => {
    if (isNew[n + 1] === 0) return false;
    const part = Uint8Array.from(labels, (label) => (label === n + 1 ? 1 : 0));
    return isMeasurable(measureLesion({ grid, data: part }));
  });
}

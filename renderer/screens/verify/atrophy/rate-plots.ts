import type { AtrophyReport } from '../../../../electron/contract/atrophy-report.ts';
import {
  courses,
  rateBands,
  signedBand,
  type BandedStructure,
  type Course,
  type RateBand,
} from '../../../../electron/core/base/atrophy-rates.ts';

/** The yearly change of one structure beside published ones; a loss is negative. */
export interface RatePlot {
  readonly structure: BandedStructure;
  readonly unit: RateBand['unit'];
  readonly bands: readonly PlottedBand[];
  /** Null where the years are not known. */
  readonly predicted: PlottedRate | null;
  /** Between two real dates; null where there is one. */
  readonly measured: number | null;
  /** Least and largest value of all these, and 0. */
  readonly range: readonly [number, number];
}

/** Published rates of a group of people. */
export interface PlottedBand {
  readonly course: Course;
  readonly from: number;
  readonly to: number;
  readonly isPublished: boolean;
}

/** A rate with its 90 % interval. */
export interface PlottedRate {
  readonly value: number;
  readonly interval90: readonly [number, number];
}

/** One plot for every structure with published rates, in the order of the bands. */
export function ratePlots(report: AtrophyReport): RatePlot[] {
  return (Object.keys(rateBands) as BandedStructure[]).flatMap((structure) => {
    const found = report.structures.find((entry) => entry.structure === structure);
    return found ? [ratePlot(structure, found.ahead, report.measured)] : [];
  });
}

function ratePlot(
  structure: BandedStructure,
  { perYear }: AtrophyReport['structures'][number]['ahead'],
  pair: AtrophyReport['measured'],
): RatePlot {
  const { unit } = rateBands[structure].healthy;
  const bands = courses.map((course) => plottedBand(structure, course));
  const inPercent = unit === '%/year';
  const predicted = perYear && {
    value: inPercent ? perYear.percent : perYear.ml,
    interval90: inPercent ? perYear.percent90 : perYear.ml90,
  };
  const real = pair?.structures.find((entry) => entry.structure === structure)?.measured;
  const measured = real ? (inPercent ? real.percentPerYear : real.mlPerYear) : null;
  const values = [0, ...bands.flatMap(({ from, to }) => [from, to]), measured ?? 0];
  if (predicted) values.push(predicted.value, ...predicted.interval90);
  return { structure, unit, bands, predicted, measured, range: [Math.min(...values), Math.max(...values)] };
}

function plottedBand(structure: BandedStructure, course: Course): PlottedBand {
  const { isPublished } = rateBands[structure][course];
  const [from, to] = signedBand(structure, course);
  return { course, from, to, isPublished };
}

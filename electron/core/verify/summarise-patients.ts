import { holdsVolume, smallestMl } from '../base/central-interval.ts';
import { compareMethods, type Comparisons } from './compare-methods.ts';
import { imageMeasures, type ImageMeasure } from './image-figures.ts';
import type { MethodFigures, PatientFigures, ResponseClasses } from './patient-figures.ts';
import { regionMeasures, type RegionMeasure } from './region-figures.ts';
import { finite } from './region-figures.ts';
import { responseKappa } from './response-kappa.ts';
import { rounded, spreadOf, type Spread } from './spread-of-values.ts';
import { wilsonInterval95 } from './wilson-interval.ts';

/** One method over all patients. */
export interface MethodSummary {
  readonly core: Readonly<Record<RegionMeasure, Spread>>;
  readonly oedema: Readonly<Record<RegionMeasure, Spread>>;
  readonly image: Readonly<Record<ImageMeasure, Spread>> | null;
}

/** How often an interval of the core volume held the truth. */
export interface Coverage {
  readonly value: number;
  /** Wilson. */
  readonly ci95: readonly [number, number];
  readonly medianWidthLogVolume: number | null;
  /** The same for the futures as they were sampled. */
  readonly withoutCalibration: number;
}

/** Agreement of predicted with real response classes. */
export interface Agreement {
  /** Quadratic weights; `null` where chance alone agrees fully. */
  readonly kappa: number | null;
  /** Patients whose baseline was measurable. */
  readonly patients: number;
}

/** Everything about one set of patients, in the shape of the models' metrics.json. */
export interface SetSummary {
  readonly patients: number;
  /** Forecast from more than one earlier date. */
  readonly patientsWithTwoVisits: number;
  readonly methods: Readonly<Record<string, MethodSummary>>;
  /** Of the core. */
  readonly pairedVsBestRival: Comparisons['best'];
  readonly pairedVsBestRivalOedema: Comparisons['best'];
  readonly pairedVsEveryRival: Comparisons['every'];
  readonly coverage50: Coverage;
  readonly coverage90: Coverage;
  readonly crps: Spread;
  readonly crpsOfPoint: Readonly<Record<string, Spread>>;
  /** Standard deviation of the log volume over the futures. */
  readonly spreadLogVolume: Spread;
  readonly calibrationError: Spread;
  readonly logLoss: Spread;
  readonly energyDistance: Spread;
  readonly responseKappa: Readonly<Record<string, Readonly<Record<keyof ResponseClasses, Agreement>>>>;
}

/** One patient of the set. */
export interface SummarisedPatient extends PatientFigures {
  /** Earlier dates that the forecast was made from. */
  readonly visits: number;
}

/**
 * Means, medians, intervals and paired tests of one set of patients.
 *
 * @param patients at least one, all with the same methods
 * @param ids the model first, then its rivals
 */
export function summarisePatients(patients: readonly SummarisedPatient[], ids: readonly string[]): SetSummary {
  const comparisons = compareMethods(patients, ids);
  const futures = patients.map((patient) => patient.futures);
  const perMethod = <T>(make: (ofPatients: readonly MethodFigures[], id: string) => T): Record<string, T> =>
    Object.fromEntries(
      ids.map((id) => [
        id,
        make(
          patients.flatMap(({ methods }) => (methods[id] ? [methods[id]] : [])),
          id,
        ),
      ]),
    );
  return {
    patients: patients.length,
    patientsWithTwoVisits: patients.filter(({ visits }) => visits > 1).length,
    methods: perMethod(summariseMethod),
    pairedVsBestRival: comparisons.best,
    pairedVsBestRivalOedema: comparisons.bestOedema,
    pairedVsEveryRival: comparisons.every,
    coverage50: coverageOf(patients, 'interval50Ml', 'sampled50Ml'),
    coverage90: coverageOf(patients, 'interval90Ml', 'sampled90Ml'),
    crps: spreadOf(futures.map(({ crps }) => crps)),
    crpsOfPoint: perMethod((figures) => spreadOf(figures.map(({ crpsOfPoint }) => crpsOfPoint))),
    spreadLogVolume: spreadOf(futures.map(({ volumesMl }) => logDeviation(volumesMl))),
    calibrationError: spreadOf(futures.map(({ calibrationError }) => calibrationError)),
    logLoss: spreadOf(futures.map(({ logLoss }) => logLoss)),
    energyDistance: spreadOf(futures.map(({ energyDistance }) => energyDistance)),
    responseKappa: perMethod((figures) =>
      agreementOf(
        figures.map(({ response }) => response),
        patients,
      ),
    ),
  };
}

function summariseMethod(figures: readonly MethodFigures[]): MethodSummary {
  const region = (name: 'core' | 'oedema'): Record<RegionMeasure, Spread> =>
    spreads(regionMeasures, (measure) => figures.map((method) => method[name]?.[measure] ?? null));
  const hasImages = figures.some(({ image }) => image !== null);
  const image = spreads(imageMeasures, (measure) => figures.map((method) => method.image?.[measure] ?? null));
  return { core: region('core'), oedema: region('oedema'), image: hasImages ? image : null };
}

function spreads<M extends string>(
  measures: readonly M[],
  valuesOf: (measure: M) => readonly (number | null)[],
): Record<M, Spread> {
  return Object.fromEntries(measures.map((measure) => [measure, spreadOf(valuesOf(measure))])) as Record<M, Spread>;
}

type IntervalName = 'interval50Ml' | 'interval90Ml' | 'sampled50Ml' | 'sampled90Ml';

function coverageOf(patients: readonly SummarisedPatient[], name: IntervalName, sampled: IntervalName): Coverage {
  const hitsOf = (interval: IntervalName): number =>
    patients.filter(({ futures, coreVolumeMl }) => holdsVolume(futures[interval], coreVolumeMl.actual)).length;
  const hits = hitsOf(name);
  const widths = patients.map(({ futures }) => Math.log(futures[name][1] / futures[name][0]));
  const [low, high] = wilsonInterval95(hits, patients.length);
  return {
    value: rounded(hits / patients.length) ?? 0,
    ci95: [rounded(low) ?? 0, rounded(high) ?? 1],
    medianWidthLogVolume: spreadOf(widths).median,
    withoutCalibration: rounded(hitsOf(sampled) / patients.length) ?? 0,
  };
}

function logDeviation(volumesMl: readonly number[]): number {
  const logs = volumesMl.map((ml) => Math.log(Math.max(ml, smallestMl)));
  const mean = logs.reduce((sum, value) => sum + value, 0) / logs.length;
  return Math.sqrt(logs.reduce((sum, value) => sum + (value - mean) ** 2, 0) / logs.length);
}

function agreementOf(
  predicted: readonly ResponseClasses[],
  patients: readonly PatientFigures[],
): Record<keyof ResponseClasses, Agreement> {
  const agreement = (criteria: keyof ResponseClasses): Agreement => {
    const actual = patients.map(({ response }) => response[criteria]);
    const measurable = actual.filter(
      (name, k) => name !== 'not-measurable' && predicted[k]?.[criteria] !== 'not-measurable',
    );
    const kappa = responseKappa(
      predicted.map((classes) => classes[criteria]),
      actual,
    );
    return { kappa: finite(Number(kappa.toFixed(4))), patients: measurable.length };
  };
  return { rano2: agreement('rano2'), recist11: agreement('recist11') };
}

/** What the years of a brain are assumed to be. */
export const courses = ['healthy', 'mci', 'ad'] as const;

/** Healthy ageing, mild cognitive impairment, Alzheimer's disease. */
export type Course = (typeof courses)[number];

/** Structures whose rates were published. */
export type BandedStructure = 'hippocampus' | 'brain' | 'ventricles';

/** Yearly change of a group of people: where its mean lies, not how far single people lie apart. */
export interface RateBand {
  readonly low: number;
  readonly high: number;
  readonly unit: '%/year' | 'ml/year';
  /** False where a band was assumed between its neighbours, or widened round the published figure. */
  readonly isPublished: boolean;
}

/**
 * Rates of loss (hippocampus, whole brain) and of growth (ventricles), which the simulated brains of training were drawn from:
 * 95 % confidence intervals of the mean of the hippocampus; elsewhere wider than what was published, which is 1 to 2, 2.5 to 3
 * and 4 to 5 ml/year of the ventricles, and about 0.5, 1, and 1.5 to 2 %/year of the brain. Tissue is lost by so much of its
 * first volume every year, and ventricles grow faster later on: the rates are those of the first year. They say how groups
 * differ; they diagnose nobody, and the groups overlap.
 *
 * @see Barnes et al. (2009), PMC2773132, hippocampus; Leung et al. (2013), PMC3590059, ventricles; models/common/atrophy_rates.py,
 * the twin
 */
export const rateBands: Readonly<Record<BandedStructure, Readonly<Record<Course, RateBand>>>> = {
  hippocampus: {
    healthy: { low: 0.52, high: 2.3, unit: '%/year', isPublished: true },
    mci: { low: 1.9, high: 4.2, unit: '%/year', isPublished: false },
    ad: { low: 3.92, high: 5.4, unit: '%/year', isPublished: true },
  },
  brain: {
    healthy: { low: 0.2, high: 0.8, unit: '%/year', isPublished: false },
    mci: { low: 0.6, high: 1.4, unit: '%/year', isPublished: false },
    ad: { low: 1.2, high: 2.3, unit: '%/year', isPublished: false },
  },
  ventricles: {
    healthy: { low: 0.6, high: 2.2, unit: 'ml/year', isPublished: false },
    mci: { low: 2.0, high: 3.5, unit: 'ml/year', isPublished: false },
    ad: { low: 3.5, high: 5.5, unit: 'ml/year', isPublished: false },
  },
};

/** Whether there are published rates of a structure. */
export function isBanded(structure: string): structure is BandedStructure {
  return Object.hasOwn(rateBands, structure);
}

/** Both ends of a band as a signed change: published losses are turned, so that a loss is negative; ventricles grow. */
export function signedBand(structure: BandedStructure, course: Course): readonly [number, number] {
  const { low, high } = rateBands[structure][course];
  return structure === 'ventricles' ? [low, high] : [-high, -low];
}

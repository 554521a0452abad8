/** What the years of a brain are assumed to be. */
export const courses = ['healthy', 'mci', 'ad'] as const;

/** Healthy ageing, mild cognitive impairment, Alzheimer's disease. */
export type Course = (typeof courses)[number];

/** Yearly change of groups of people: central 95 % where it was published, else the range of published means. */
export interface RateBand {
  readonly low: number;
  readonly high: number;
  readonly unit: '%/year' | 'ml/year';
  /** False where a band is an assumption between its neighbours. */
  readonly isPublished: boolean;
}

/**
 * Published rates of loss (hippocampus, whole brain) and of growth (ventricles). They say how groups differ; they diagnose nobody,
 * and the groups overlap.
 *
 * @see Barnes et al. (2009), PMC2773132, hippocampus; PMC3590059, ventricles; models/common/atrophy_rates.py, the twin
 */
export const rateBands: Readonly<Record<'hippocampus' | 'brain' | 'ventricles', Readonly<Record<Course, RateBand>>>> = {
  hippocampus: {
    healthy: { low: 0.52, high: 2.3, unit: '%/year', isPublished: true },
    mci: { low: 1.9, high: 4.2, unit: '%/year', isPublished: false },
    ad: { low: 3.92, high: 5.4, unit: '%/year', isPublished: true },
  },
  brain: {
    healthy: { low: 0.2, high: 0.8, unit: '%/year', isPublished: true },
    mci: { low: 0.6, high: 1.4, unit: '%/year', isPublished: true },
    ad: { low: 1.2, high: 2.3, unit: '%/year', isPublished: true },
  },
  ventricles: {
    healthy: { low: 0.6, high: 2.2, unit: 'ml/year', isPublished: true },
    mci: { low: 2.0, high: 3.5, unit: 'ml/year', isPublished: true },
    ad: { low: 3.5, high: 5.5, unit: 'ml/year', isPublished: true },
  },
};

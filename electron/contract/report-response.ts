import { z } from 'zod';
import { arms } from '../core/base/arm.ts';

const interval = z.tuple([z.number(), z.number()]);

/** Response classes, best first; the last one where the baseline was too small to judge by. */
export const responseClassSchema = z.enum(['CR', 'PR', 'SD', 'PD', 'not-measurable']);

const changeSchema = z
  .object({ fromBaselinePercent: z.number().nullable(), fromNadirPercent: z.number().nullable() })
  .nullable();

const stageSchema = z.object({
  /** Days since the last real scan, negative before it. */
  day: z.number(),
  /** Date of a visit; null for a predicted day. */
  date: z.string().nullable(),
  longestMm: z.number(),
  perpendicularMm: z.number(),
  productMm2: z.number(),
  volumeMl: z.number(),
  newLesion: z.boolean(),
  /** Changes and classes are null at the visit that they are counted from, and before it. */
  area: changeSchema,
  volume: changeSchema,
  diameter: changeSchema,
  rano2: responseClassSchema.nullable(),
  recist11: responseClassSchema.nullable(),
});

const classSharesSchema = z.record(responseClassSchema, z.number());

const armCourse = {
  /** The mean future at each horizon, the last of them the forecast's own. */
  horizons: z.array(stageSchema).min(1),
  /** Share of the sampled futures in each class at the last horizon. */
  shares: z.object({ rano2: classSharesSchema, recist11: classSharesSchema }),
};

/** Response of the visits and of the forecast, by the imaging part of RANO 2.0 and by RECIST 1.1. */
export const responseSchema = z.object({
  ...armCourse,
  scope: z.literal('imaging only'),
  /** Date of the visit that responses are counted from: the last one before the treatment begins. */
  referenceDate: z.string(),
  /** Every visit, oldest first; a held-out follow-up is the last. */
  visits: z.array(stageSchema).min(1),
});

const armSchema = z.object({
  ...armCourse,
  arm: z.enum(arms),
  /** First day of the treatment, counted from the last real scan; 0 without treatment. */
  startDays: z.number().int(),
  /** Prescribed dose, or the mean dose of the last core where a plan was given; null without radiotherapy. */
  doseGy: z.number().nullable(),
  /** Core volume of the mean future at the last horizon. */
  predictedMl: z.number(),
  interval90Ml: interval,
  futuresMl: z.array(z.number()),
});

/** Two treatments of the same patient from the same draws, the forecast's own arm first. */
export const comparisonSchema = z.object({
  scope: z.literal('model-implied, not causal'),
  arms: z.tuple([armSchema, armSchema]),
  /** First arm minus the second, draw by draw, at the last horizon; the interval's coverage is not calibrated. */
  volumeDifferenceMl: z.object({ median: z.number(), interval90: interval, futures: z.array(z.number()) }),
});

/** Class of one day. */
export type ResponseClass = z.infer<typeof responseClassSchema>;
/** One measured or predicted day with its class. */
export type ReportStage = z.infer<typeof stageSchema>;
/** One arm of a comparison. */
export type ReportArm = z.infer<typeof armSchema>;
/** The comparison of two treatments. */
export type ReportComparison = z.infer<typeof comparisonSchema>;

import { z } from 'zod';
import { commonManifestFields, fieldSchema, goldenSchema, rangeSchema } from './manifest-parts.ts';

/** Manifest of a model that forecasts the course of a lesion. */
export const courseManifestSchema = z.object({
  ...commonManifestFields,
  kind: z.literal('course'),
  conditions: z.array(z.string()),
  latentSize: z.number().int().min(0),
  sdfScaleMm: z.number().positive(),
  normalisation: z.object({ method: z.string(), clip: rangeSchema, divisor: z.number().positive() }),
  visits: z.object({ min: z.number().int().min(1), max: z.number().int().min(1) }),
  /** Fields of the request that the window asks for, in order. */
  form: z.array(fieldSchema),
  populationRateMmPerDay: z.object({ core: z.number(), oedema: z.number() }),
  /** Slowest and fastest radial growth that two visits may imply; the program's own where it is left out. */
  rateLimitsMmPerDay: rangeSchema.optional(),
  /** Speed of the front of the fitted growth model where there is no earlier visit to fit it to. */
  populationFrontSpeedMmPerDay: z.number().positive(),
  calibration: z.object({
    volumeLog90: z.number().min(0),
    /** The same for the 50 % interval. */
    volumeLog50: z.number().optional(),
    /** Standard deviation of the latent vectors that are drawn. */
    latentScale: z.number().positive().default(1),
  }),
  golden: goldenSchema({ conditions: z.array(z.number()) }),
});

/** Description of a model that forecasts the course of a lesion. */
export type CourseManifest = z.infer<typeof courseManifestSchema>;

import { z } from 'zod';
import { commonManifestFields, goldenSchema, rangeSchema } from './manifest-parts.ts';

const fieldName = {
  /** The field of the request that is set. */
  id: z.string(),
  label: z.string(),
  /** Where the field matters only with some values of another, which. */
  when: z.object({ field: z.string(), values: z.array(z.string()).min(1) }).optional(),
};

const fieldSchema = z.discriminatedUnion('type', [
  z.object({
    ...fieldName,
    type: z.literal('integer'),
    unit: z.string(),
    minimum: z.number(),
    maximum: z.number(),
    /** Left out where the field is optional and starts empty. */
    default: z.number().optional(),
    /** True where the field may stay empty. */
    optional: z.boolean().optional(),
  }),
  z.object({
    ...fieldName,
    type: z.literal('choice'),
    options: z.array(z.object({ value: z.string(), label: z.string() })).min(1),
    default: z.string(),
  }),
]);

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
/** One field of the form that the window builds from a model's manifest. */
export type FormField = z.infer<typeof fieldSchema>;

import { z } from 'zod';

/** Smallest and largest value. */
export const rangeSchema = z.tuple([z.number(), z.number()]);

const triple = z.tuple([z.number(), z.number(), z.number()]);

const tensorSchema = z.object({
  name: z.string(),
  shape: z.array(z.number().int().positive()).min(1),
  type: z.literal('float32'),
});

const graphSchema = z.object({
  role: z.string(),
  file: z.string().regex(/^[\w.-]+\.onnx$/),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  inputs: z.array(tensorSchema).min(1),
  outputs: z.array(tensorSchema).min(1),
});

/** How a model that sees a whole head normalises its images: by mean and deviation over the foreground. */
export const foregroundNormalisationSchema = z.object({
  method: z.literal('foreground-z'),
  /** Brighter than this fraction of the 99th percentile of the positive values is foreground. */
  foregroundFraction: z.number().min(0).max(1),
  clip: rangeSchema,
  divisor: z.number().positive(),
});

const fieldName = {
  /** The field of the request that is set. */
  id: z.string(),
  label: z.string(),
  /** Where the field matters only with some values of another, which. */
  when: z.object({ field: z.string(), values: z.array(z.string()).min(1) }).optional(),
};

/** One field of the form that the window builds from a manifest. */
export const fieldSchema = z.discriminatedUnion('type', [
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

/** What every model's manifest says, whatever the model is for. */
export const commonManifestFields = {
  schema: z.literal('longview.model/1'),
  id: z.string().regex(/^[a-z0-9-]+$/),
  version: z.string(),
  title: z.string(),
  organ: z.string(),
  modality: z.string(),
  dimensions: z.union([z.literal(2), z.literal(3)]),
  licence: z.string(),
  graphs: z.array(graphSchema).min(1),
  grid: z.object({ size: triple, spacingMm: triple, orientation: z.literal('LPS'), centre: z.string() }),
  channels: z.array(z.string()).min(1),
  sequences: z.array(z.object({ sequence: z.string(), required: z.boolean() })).min(1),
  trainedRanges: z.record(z.string(), rangeSchema),
  training: z.looseObject({ data: z.string() }),
  intendedUse: z.string(),
} as const;

/**
 * A model's golden test: an input that a formula gives, and where the output that belongs to it is stored.
 *
 * @param fixed inputs of the graphs that are lists of numbers instead, by the input's name
 */
export function goldenSchema<Fixed extends z.ZodRawShape>(fixed: Fixed) {
  return z.object({
    input: z.object({ formula: z.string(), ...fixed }),
    output: z.string(),
    maxAbsError: z.number().positive(),
    tensors: z.object({
      output: z.array(z.object({ name: z.string(), shape: z.array(z.number().int()), offset: z.number().int() })),
    }),
  });
}

/** One field of the form that the window builds from a model's manifest. */
export type FormField = z.infer<typeof fieldSchema>;

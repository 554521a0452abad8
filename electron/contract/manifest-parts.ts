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

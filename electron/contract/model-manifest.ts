import { z } from 'zod';

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

const fieldSchema = z.discriminatedUnion('type', [
  z.object({
    id: z.string(),
    label: z.string(),
    type: z.literal('integer'),
    unit: z.string(),
    minimum: z.number(),
    maximum: z.number(),
    default: z.number(),
  }),
  z.object({
    id: z.string(),
    label: z.string(),
    type: z.literal('choice'),
    options: z.array(z.object({ value: z.string(), label: z.string() })).min(1),
    default: z.string(),
  }),
]);

const rangeSchema = z.tuple([z.number(), z.number()]);
const triple = z.tuple([z.number(), z.number(), z.number()]);

/** What `release/manifest.json` of a model must say; written by the export script, read by the engine and the window. */
export const modelManifestSchema = z.object({
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
  conditions: z.array(z.string()),
  latentSize: z.number().int().min(0),
  sdfScaleMm: z.number().positive(),
  normalisation: z.object({ method: z.string(), clip: rangeSchema, divisor: z.number().positive() }),
  sequences: z.array(z.object({ sequence: z.string(), required: z.boolean() })).min(1),
  visits: z.object({ min: z.number().int().min(1), max: z.number().int().min(1) }),
  form: z.array(fieldSchema),
  trainedRanges: z.record(z.string(), rangeSchema),
  populationRateMmPerDay: z.object({ core: z.number(), oedema: z.number() }),
  calibration: z.object({ volumeLog90: z.number().min(0) }),
  golden: z.object({
    input: z.object({ formula: z.string() }),
    output: z.string(),
    maxAbsError: z.number().positive(),
    tensors: z.object({
      output: z.array(z.object({ name: z.string(), shape: z.array(z.number().int()), offset: z.number().int() })),
    }),
  }),
  training: z.looseObject({ data: z.string() }),
  intendedUse: z.string(),
});

/** A model's description. */
export type ModelManifest = z.infer<typeof modelManifestSchema>;

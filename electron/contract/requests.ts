import { z } from 'zod';
import { sequenceSchema } from './sequence.ts';

/** A day of the calendar, YYYY-MM-DD. */
export const isoDateSchema = z.iso.date();

const path = z.string().min(1).max(4096);
const overrides = z.record(z.string(), sequenceSchema).default({});

const forecastFields = z.strictObject({
  path,
  patientKey: z.string().optional(),
  model: z.string().default('glioma-course'),
  /** May be left out with `holdOut: 'last'` alone, where the interval to the follow-up is used. */
  horizonDays: z.number().int().min(1).max(3650).optional(),
  samples: z.number().int().min(1).max(200).default(20),
  seed: z.number().int().min(0).max(4294967295).default(1),
  holdOut: z.enum(['none', 'last']).default('none'),
  /** Lesion core masks by visit date. */
  masks: z
    .array(z.strictObject({ date: isoDateSchema, file: path }))
    .refine((masks) => new Set(masks.map(({ date }) => date)).size === masks.length, 'two masks for one date')
    .default([]),
  sequenceOverrides: overrides,
});

/** A forecast: which patient, how far, how many sampled futures, against what. */
export const forecastRequestSchema = forecastFields.refine(
  ({ holdOut, horizonDays }) => holdOut === 'last' || horizonDays !== undefined,
  { path: ['horizonDays'], message: "is needed unless holdOut is 'last'" },
);

/** Schemas of every request that crosses a process; every payload is parsed on arrival. */
export const requestSchemas = {
  'app.describe': z.strictObject({}),
  'library.choose': z.strictObject({}),
  'library.index': z.strictObject({ path }),
  'timeline.open': z.strictObject({ path, patientKey: z.string().optional(), sequenceOverrides: overrides }),
  'volume.load': z.strictObject({ timelineId: z.string(), seriesKey: z.string() }),
  'voxels.open': z.strictObject({ volumeId: z.string() }),
  'forecast.run': forecastRequestSchema,
  'forecast.export': z.strictObject({ forecastId: z.string(), path }),
  'models.list': z.strictObject({}),
  'models.check': z.strictObject({}),
  /** Writes the generated demo patient; the folder must be new or empty, or hold an earlier demo patient, which is replaced. */
  'demo.create': z.strictObject({ path }),
} as const;

/** Name of one thing that the engine can do. */
export type Capability = keyof typeof requestSchemas;
/** What a caller sends (defaults may be left out). */
export type Request<C extends Capability> = z.input<(typeof requestSchemas)[C]>;
/** What the handler receives after parsing. */
export type ParsedRequest<C extends Capability> = z.output<(typeof requestSchemas)[C]>;
/** A forecast request after parsing. */
export type ForecastRequest = z.output<typeof forecastRequestSchema>;

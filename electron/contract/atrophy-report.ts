import { z } from 'zod';
import { courses } from '../core/base/atrophy-rates.ts';
import { modelIdentitySchema, registrationSchema } from './report.ts';
import { wordedWarningsSchema } from './warning-words.ts';

const nullableNumber = z.number().nullable();
const interval = z.tuple([z.number(), z.number()]);

const changeSchema = z.object({
  /** In the healthy counterpart, or in the brain to come. */
  thenMl: z.number(),
  /** The later volume over the earlier one; negative for a loss. */
  changePercent: z.number(),
  interval90: interval,
  /** Total change divided by the years; null where these are not known. */
  perYear: z.object({ percent: z.number(), percent90: interval, ml: z.number(), ml90: interval }).nullable(),
});

const structureSchema = z.object({
  /** A label of the model, or `brain`. */
  structure: z.string(),
  ml: z.number(),
  /** Where nine of ten true volumes lie, by calibration. */
  ml90: interval,
  percentOfIntracranial: z.number(),
  /** From the healthy counterpart to the scan: what was added to healthy ageing. */
  since: changeSchema,
  /** From the scan to the years ahead. */
  ahead: changeSchema,
});

const mapSchema = z.object({
  unit: z.enum(['%', '%/year']),
  /** Controls seem to change this much by chance. */
  threshold: z.number(),
  /** Share of the brain that lost, and that gained, more than the threshold. */
  lossShare: z.number(),
  gainShare: z.number(),
});

const rateSchema = z.object({ percentPerYear: z.number(), mlPerYear: z.number() });

/** Two real dates: what deformable registration measured, and what the model said from the earlier one alone. */
export const measuredChangeSchema = z.object({
  earlierDate: z.string(),
  laterDate: z.string(),
  years: z.number(),
  /** How the other date was laid over the scan that the forecast starts from. */
  registrations: z.array(registrationSchema),
  /** Of the measured map, percent per year. */
  threshold: z.number(),
  structures: z.array(
    z.object({
      structure: z.string(),
      /** Null where less than 70 % of the structure could be followed from one date to the other. */
      measured: rateSchema.nullable(),
      /** Share of the structure where the deformation is trusted, 0..1. */
      trustedShare: z.number(),
      predicted: rateSchema,
      /** Of the predicted rate, percent per year. */
      interval90: interval,
      /** What the mean of the training scenes predicts. */
      groupPercentPerYear: nullableNumber,
    }),
  ),
  /** The model first, then its rivals, against the later scan. */
  methods: z.array(z.object({ id: z.string(), ssim: nullableNumber, psnrDb: nullableNumber })),
});

/** The stable format of the `report.json` of an atrophy forecast. */
export const atrophyReportSchema = z.object({
  schema: z.literal('longview.atrophy/1'),
  synthetic: z.literal(true),
  program: z.object({ name: z.literal('Longview'), version: z.string() }),
  model: modelIdentitySchema,
  provider: z.string(),
  /** 'generated' when the scans themselves say Synthetic Data YES. */
  scans: z.enum(['acquired', 'generated']),
  baselineDate: z.string(),
  /** What was supposed: no finding of the program. */
  course: z.enum([...courses, 'unknown']),
  years: z.number(),
  yearsOfDisease: nullableNumber,
  ageYears: nullableNumber,
  samples: z.number().int().min(1),
  seed: z.number().int(),
  intracranialMl: z.number(),
  hippocampusMl: z.object({ left: z.number(), right: z.number() }),
  structures: z.array(structureSchema).min(1),
  maps: z.object({ since: mapSchema, ahead: mapSchema }),
  /** Null where there is one date only. */
  measured: measuredChangeSchema.nullable(),
  warnings: wordedWarningsSchema,
  timingsMs: z.record(z.string(), z.number()),
  notice: z.string(),
});

/** The outcome of one atrophy forecast as numbers. */
export type AtrophyReport = z.infer<typeof atrophyReportSchema>;
/** One structure of it. */
export type AtrophyStructure = AtrophyReport['structures'][number];
/** Measured and predicted change between two real dates. */
export type MeasuredChange = z.infer<typeof measuredChangeSchema>;

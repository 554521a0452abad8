import { z } from 'zod';
import { arms } from '../core/base/arm.ts';
import { explanationSchema } from './report-explanation.ts';
import { comparisonSchema, responseSchema } from './report-response.ts';
import { wordedWarningsSchema } from './warning-words.ts';

const nullableNumber = z.number().nullable();

const regionScoresSchema = z.object({
  dice: nullableNumber,
  growthRegionDice: nullableNumber,
  /** Signed: positive when the method predicts too much. */
  volumeErrorPercent: nullableNumber,
  hd95Mm: nullableNumber,
});

const methodSchema = z.object({
  /** The model's id or a rival's; the model comes first. */
  id: z.string(),
  core: regionScoresSchema,
  oedema: regionScoresSchema.optional(),
  image: z.object({ ssim: nullableNumber, psnrDb: nullableNumber }),
  coreVolumeMl: z.number(),
});

/** How one series was laid over the scan that a forecast starts from. */
export const registrationSchema = z.object({
  date: z.string(),
  sequence: z.string(),
  /** Rows of the 3 x 4 matrix from this series' LPS space to the baseline's. */
  movingToFixed: z.array(z.number()).length(12),
  quality: z.number(),
});

/** Which model it was; `sha256` is the digest of its manifest, which itself pins every graph. */
export const modelIdentitySchema = z.object({
  id: z.string(),
  version: z.string(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

/** The treatment that a forecast supposes. */
export const treatmentSchema = z.object({
  arm: z.enum(arms),
  /** First day of the treatment, counted from the last visit. */
  startDays: z.number().int(),
  /** Prescribed dose, or the mean planned dose of the last core; null without radiotherapy, and for a plan without a core. */
  doseGy: nullableNumber,
  /** Where the dose comes from; null without radiotherapy. */
  doseFrom: z.enum(['prescription', 'plan']).nullable(),
  ageYears: nullableNumber,
});

/** The stable format of `report.json`; `null` stands where there is no truth to compare with. */
export const reportSchema = z.object({
  schema: z.literal('longview.report/1'),
  synthetic: z.literal(true),
  program: z.object({ name: z.literal('Longview'), version: z.string() }),
  model: modelIdentitySchema,
  /** The model that outlined lesions; null where none did. */
  segmentation: modelIdentitySchema.nullable(),
  provider: z.string(),
  /** 'generated' when the scans themselves say Synthetic Data YES, as the demo patient's do. */
  scans: z.enum(['acquired', 'generated']),
  baselineDate: z.string(),
  /** The visits before the baseline that the model was given. */
  previousDate: z.string().nullable(),
  earlierDate: z.string().nullable(),
  followUpDate: z.string().nullable(),
  horizonDays: z.number().int(),
  treatment: treatmentSchema,
  samples: z.number().int().min(1),
  seed: z.number().int(),
  methods: z.array(methodSchema).min(1),
  volumeMl: z.object({
    baseline: z.number(),
    predicted: z.number(),
    actual: nullableNumber,
    interval90: z.tuple([z.number(), z.number()]),
  }),
  /** Core volume of every visit used and of every sampled future, for the curve. */
  curve: z.object({
    visits: z.array(z.object({ date: z.string(), day: z.number(), coreMl: z.number() })),
    futuresMl: z.array(z.number()),
  }),
  response: responseSchema,
  /** Null where no second treatment was asked about. */
  comparison: comparisonSchema.nullable(),
  /** Which inputs moved the forecast; null where it was not asked for. */
  explanation: explanationSchema.nullable(),
  registrations: z.array(registrationSchema),
  warnings: wordedWarningsSchema,
  timingsMs: z.record(z.string(), z.number()),
  notice: z.string(),
});

/** The outcome of one forecast as numbers. */
export type Report = z.infer<typeof reportSchema>;
/** One row of the table of rivals. */
export type MethodScores = z.infer<typeof methodSchema>;
/** Scores of one region against the real follow-up. */
export type RegionScores = z.infer<typeof regionScoresSchema>;

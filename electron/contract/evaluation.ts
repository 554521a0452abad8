import { z } from 'zod';
import { modelIdentitySchema, treatmentSchema } from './report.ts';
import { wordedWarningsSchema } from './warning-words.ts';

const nullableNumber = z.number().nullable();
const interval = z.tuple([z.number(), z.number()]);

/** One measure over patients. */
const spreadSchema = z.object({
  mean: nullableNumber,
  median: nullableNumber,
  /** Of the mean: 95 % percentile bootstrap over patients, 2,000 resamples. */
  ci95: z.tuple([nullableNumber, nullableNumber]),
  /** Patients with a value. */
  count: z.number().int(),
});

const regionMeasures = [
  'dice',
  'jaccard',
  'growthRegionDice',
  'skill',
  'volumeErrorPercent',
  'signedVolumeErrorPercent',
  'volumeErrorMl',
  'volumeErrorLog',
  'hd95Mm',
  'hd95MmPenalised',
  'assdMm',
] as const;
const imageMeasures = [
  'ssim',
  'psnrDb',
  'nmse',
  'ssimLesion',
  'psnrDbLesion',
  'nmseLesion',
  'ssimChanged',
  'psnrDbChanged',
  'nmseChanged',
] as const;

const regionSpreads = z.record(z.enum(regionMeasures), spreadSchema);
const regionFigures = z.record(z.enum(regionMeasures), nullableNumber);
const imageFigures = z.record(z.enum(imageMeasures), nullableNumber);

const pairedSchema = z.object({
  rival: z.string(),
  /** Model minus rival, mean over patients. */
  difference: nullableNumber,
  ci95: z.tuple([nullableNumber, nullableNumber]),
  /** Two-sided Wilcoxon signed-rank test. */
  p: z.number(),
  /** Adjusted by Holm over every comparison of the set. */
  pHolm: z.number(),
});

/** How often an interval of the core volume held the truth; `ci95` is Wilson's. */
const coverageSchema = z.object({
  value: z.number(),
  ci95: interval,
  medianWidthLogVolume: nullableNumber,
  /** The same for the futures as they were sampled. */
  withoutCalibration: z.number(),
});

/** Cohen's kappa with quadratic weights over CR, PR, SD, PD; imaging only. */
const agreementSchema = z.object({ kappa: nullableNumber, patients: z.number().int() });

/** One set of patients, in the shape of that part of the models' own metrics.json which any set of patients can have. */
const setSchema = z.object({
  patients: z.number().int(),
  patientsWithTwoVisits: z.number().int(),
  methods: z.record(
    z.string(),
    z.object({
      core: regionSpreads,
      oedema: regionSpreads,
      image: z.record(z.enum(imageMeasures), spreadSchema).nullable(),
    }),
  ),
  /** By measure of the core. */
  pairedVsBestRival: z.record(z.string(), pairedSchema),
  pairedVsBestRivalOedema: z.record(z.string(), pairedSchema),
  /** By 'region/measure/rival'. */
  pairedVsEveryRival: z.record(z.string(), pairedSchema),
  coverage50: coverageSchema,
  coverage90: coverageSchema,
  /** Continuous ranked probability score of the log volume of the core. */
  crps: spreadSchema,
  /** The same for the one volume that each method names. */
  crpsOfPoint: z.record(z.string(), spreadSchema),
  spreadLogVolume: spreadSchema,
  /** Expected calibration error, 15 bins, within 10 mm of the true edge. */
  calibrationError: spreadSchema,
  /** Negative log-likelihood per voxel there, nats. */
  logLoss: spreadSchema,
  /** Squared generalised energy distance of the futures, with 1 - IoU. */
  energyDistance: spreadSchema,
  responseKappa: z.record(z.string(), z.object({ rano2: agreementSchema, recist11: agreementSchema })),
});

const outlineSchema = z.enum(['file', 'model', 'rules']);

const responseSchema = z.object({ rano2: z.string(), recist11: z.string() });

const patientSchema = z.object({
  /** Given in the list, else the name of the folder. */
  name: z.string(),
  scans: z.enum(['acquired', 'generated']),
  baselineDate: z.string(),
  followUpDate: z.string(),
  horizonDays: z.number().int(),
  /** Earlier dates that the forecast was made from. */
  visits: z.number().int(),
  treatment: treatmentSchema,
  /** Where the outlines of the core came from. */
  outlines: z.object({ baseline: outlineSchema, followUp: outlineSchema }),
  coreVolumeMl: z.object({ baseline: z.number(), actual: z.number() }),
  /** Class of the real follow-up against the baseline. */
  response: responseSchema,
  methods: z.record(
    z.string(),
    z.object({
      core: regionFigures,
      oedema: regionFigures.nullable(),
      image: imageFigures.nullable(),
      coreVolumeMl: z.number(),
      crpsOfPoint: z.number(),
      response: responseSchema,
    }),
  ),
  futures: z.object({
    volumesMl: z.array(z.number()),
    interval50Ml: interval,
    interval90Ml: interval,
    sampled50Ml: interval,
    sampled90Ml: interval,
    crps: z.number(),
    calibrationError: nullableNumber,
    logLoss: nullableNumber,
    energyDistance: z.number(),
  }),
  warnings: wordedWarningsSchema,
  seconds: z.number(),
});

/** The stable format of `evaluation.json`. */
export const evaluationSchema = z.object({
  schema: z.literal('longview.evaluation/1'),
  program: z.object({ name: z.literal('Longview'), version: z.string() }),
  model: modelIdentitySchema,
  /** The model that outlined lesions; null where none did. */
  segmentation: modelIdentitySchema.nullable(),
  provider: z.string(),
  samples: z.number().int().min(1),
  seed: z.number().int(),
  /** Every method, the model first. */
  methods: z.array(z.string()).min(1),
  /** `given` holds the patients that could be evaluated. */
  testSets: z.object({ given: setSchema }),
  patients: z.array(patientSchema).min(1),
  /** Patients that could not be evaluated, and why. */
  failed: z.array(z.object({ name: z.string(), code: z.string(), title: z.string(), whatToDo: z.string() })),
  notice: z.string(),
});

/** The outcome of one evaluation as numbers. */
export type Evaluation = z.infer<typeof evaluationSchema>;
/** One patient of an evaluation. */
export type EvaluatedPatient = Evaluation['patients'][number];
/** The figures of all patients together. */
export type EvaluatedSet = Evaluation['testSets']['given'];
/** A patient that could not be evaluated. */
export type FailedPatient = Evaluation['failed'][number];

import { z } from 'zod';
import { arms } from '../core/base/arm.ts';
import { courses } from '../core/base/atrophy-rates.ts';
import { outliners } from '../core/base/outliners.ts';
import { sequenceSchema } from './sequence.ts';

/** A day of the calendar, YYYY-MM-DD. */
export const isoDateSchema = z.iso.date();

const path = z.string().min(1).max(4096);
/** What is done to the lesion. */
export const armSchema = z.enum(arms);

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
  /**
   * Who draws the outlines that no file gives: the segmentation model, rules of brightness and shape, or `auto`: rules where T1
   * with contrast is shown without T2 and FLAIR, else the model.
   */
  outline: z.enum(outliners).default('auto'),
  arm: armSchema.default('none'),
  /** First day of the treatment, counted from the last visit; negative when it began before. */
  startDays: z.number().int().min(-3650).max(3650).default(0),
  /** Prescribed dose of radiotherapy. */
  doseGy: z.number().positive().max(200).default(60),
  /** DICOM RT Dose, used instead of the prescription. */
  doseFile: path.optional(),
  ageYears: z.number().int().min(0).max(120).optional(),
  /** A second treatment, the same in everything else, to compare with `arm`. */
  compareArm: armSchema.optional(),
  /** Also measures which inputs moved the forecast. */
  explain: z.boolean().default(false),
});

/** A forecast: which patient, how far, how many sampled futures, against what. */
export const forecastRequestSchema = forecastFields
  .refine(({ holdOut, horizonDays }) => holdOut === 'last' || horizonDays !== undefined, {
    path: ['horizonDays'],
    message: "is needed unless holdOut is 'last'",
  })
  .refine(({ arm, compareArm }) => arm !== compareArm, { path: ['compareArm'], message: 'is the same as arm' });

/** One patient of an evaluation: where the images and masks lie, and what happened between the dates. */
export const evaluationPatientSchema = forecastFields
  .pick({
    path: true,
    patientKey: true,
    masks: true,
    sequenceOverrides: true,
    arm: true,
    startDays: true,
    doseGy: true,
    doseFile: true,
    ageYears: true,
  })
  .extend({ name: z.string().min(1).max(200).optional() });

/** The format of `evaluate.json`, a list of patients with their masks; paths count from the file's own folder. */
export const evaluationListSchema = z.strictObject({
  schema: z.literal('longview.evaluation-list/1'),
  patients: z.array(evaluationPatientSchema).min(1),
});

const evaluationSchema = forecastFields.pick({ model: true, samples: true, seed: true, outline: true }).extend({
  /** Folders of patients, folders that hold an evaluate.json, or such a list itself. */
  folders: z.array(path).min(1).max(10_000),
  /** File of the core mask of a date within the patient's folder, for example '{date}-tumour-mask.nii.gz'. */
  maskPattern: z
    .string()
    .max(400)
    .refine((pattern) => pattern.includes('{date}'), 'must contain {date}')
    .optional(),
  /** Folder for evaluation.json and evaluation.html. */
  path,
});

const segmentationRequestSchema = forecastFields
  .pick({ patientKey: true, sequenceOverrides: true, outline: true })
  .extend({
    /** Folder of the patient's scans. */
    folder: path,
    /** Folder for the masks and segmentation.json. */
    path,
  });

const atrophyRequestSchema = forecastFields
  .pick({
    path: true,
    patientKey: true,
    samples: true,
    seed: true,
    holdOut: true,
    sequenceOverrides: true,
  })
  .extend({
    model: z.string().default('brain-atrophy'),
    /** On the day of the scan that the forecast starts from; where left out, what its DICOM header says. */
    ageYears: forecastFields.shape.ageYears,
    /** Years ahead; may be left out with `holdOut: 'last'` alone, where the interval to the follow-up is used. */
    years: z.number().min(0.1).max(20).optional(),
    /** What the brain's years are assumed to be; a supposition of the user, no finding. */
    course: z.enum([...courses, 'unknown']).default('unknown'),
    /** Years of disease until the last scan, where they are known; rates are made with them, so they are never 0. */
    yearsOfDisease: z.number().min(0.1).max(30).optional(),
  })
  .refine(({ holdOut, years }) => holdOut === 'last' || years !== undefined, {
    path: ['years'],
    message: "is needed unless holdOut is 'last'",
  })
  .refine(({ course, yearsOfDisease }) => course !== 'healthy' || yearsOfDisease === undefined, {
    path: ['yearsOfDisease'],
    message: 'does not go with healthy ageing',
  });

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
  /** Healthy counterpart, atrophy map and future of a brain, from its T1. */
  'atrophy.run': atrophyRequestSchema,
  'atrophy.export': z.strictObject({ atrophyId: z.string(), path }),
  /** Outlines brain and lesion on every date of a patient, without a forecast. */
  'segmentation.run': segmentationRequestSchema,
  /** Forecasts the last date of every patient from the earlier ones, beside all rivals, and scores the outcome. */
  'evaluation.run': evaluationSchema,
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
/** One patient of an evaluation after parsing. */
export type EvaluationPatient = z.output<typeof evaluationPatientSchema>;
/** An evaluation request after parsing. */
export type EvaluationRequest = z.output<typeof evaluationSchema>;
/** An atrophy request after parsing. */
export type AtrophyRequest = z.output<typeof atrophyRequestSchema>;

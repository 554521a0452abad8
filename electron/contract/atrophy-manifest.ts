import { z } from 'zod';
import { courses } from '../core/base/atrophy-rates.ts';
import { commonManifestFields, fieldSchema, foregroundNormalisationSchema, goldenSchema } from './manifest-parts.ts';

/** Margins of the 90 % interval of the natural logarithm of a volume, or of later over earlier volume, by structure. */
const marginsSchema = z.record(z.string(), z.number());

const voxels = z.number().int().positive();

/** A rival that knows no single brain: mean velocities of the training scenes, stored as whole numbers of 8 bits. */
const groupMeansSchema = z.object({
  file: z.string().regex(/^[\w.-]+\.bin$/),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  type: z.literal('int8'),
  /** Components, slices, rows, columns of one field; the components superior, posterior, left. */
  shape: z.tuple([z.literal(3), voxels, voxels, voxels]),
  /** Place and size of the space within the skull that the fields belong to: superior, posterior, left. */
  frame: z.object({
    centreVoxel: z.tuple([z.number(), z.number(), z.number()]),
    deviationVoxel: z.tuple([z.number().positive(), z.number().positive(), z.number().positive()]),
  }),
  /** Training scenes by course. */
  scenes: z.record(z.string(), z.number()),
  fields: z.array(
    z.object({
      direction: z.enum(['since', 'ahead']),
      course: z.enum(courses),
      /** Voxels of the grid per year of one unit. */
      scale: z.number().positive(),
      /** Years of all scenes of the mean together. */
      years: z.number().min(0),
      /** Yearly logarithm of every structure's volume. */
      yearlyLogarithm: z.record(z.string(), z.number()),
    }),
  ),
});

/** Manifest of a model that tells how a brain would look without disease and after some years, from one T1. */
export const atrophyManifestSchema = z.object({
  ...commonManifestFields,
  kind: z.literal('atrophy'),
  normalisation: foregroundNormalisationSchema,
  /** Structures in the order of the encoder's `labels`, the background first. */
  labels: z.array(z.string()).min(2),
  conditions: z.array(z.string()),
  /** What years and age are divided by as conditions. */
  conditionScales: z.object({ years: z.number().positive(), age: z.number().positive() }),
  latentSize: z.number().int().min(1),
  /** The decoder answers at every so many voxels of the grid, in voxels of the grid. */
  velocity: z.object({ every: z.number().int().min(1) }),
  /** Fields of the request that the window asks for, in order. */
  form: z.array(fieldSchema),
  calibration: z.object({
    /** Standard deviation of the latent vectors that are drawn. */
    latentScale: z.number().positive(),
    /** Split-conformal, of changes by what was asked; per year, but of the whole change where no years are told. */
    marginLogarithm: z.object({
      since: marginsSchema,
      sinceUntold: marginsSchema,
      ahead: marginsSchema,
      aheadUntold: marginsSchema,
    }),
    /** Of volumes in the scan. */
    volumeMarginLogarithm: marginsSchema,
    /** Change that nineteen twentieths of brain and ventricles of controls seem to have; a map shows nothing smaller. */
    nullPercent: z.number().min(0),
  }),
  groupMeans: groupMeansSchema,
  golden: goldenSchema({ conditions: z.array(z.number()), proportions: z.array(z.number()).optional() }),
});

/** Description of a model that tells how a brain would look without disease and after some years, from one T1. */
export type AtrophyManifest = z.infer<typeof atrophyManifestSchema>;

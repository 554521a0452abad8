import { z } from 'zod';
import { modelIdentitySchema } from './report.ts';
import { sequenceSchema } from './sequence.ts';
import { wordedWarningsSchema } from './warning-words.ts';

const outlinedVisitSchema = z.object({
  date: z.string(),
  /** The series whose grid the masks lie on. */
  sequence: sequenceSchema,
  /** Who drew the core: the segmentation model, or rules of brightness and shape. */
  outline: z.enum(['model', 'rules']),
  coreMl: z.number(),
  /** Inside the core; null where nobody looked for it. */
  necrosisMl: z.number().nullable(),
  /** Core and oedema together; null where no image shows an oedema. */
  oedemaMl: z.number().nullable(),
  brainMl: z.number(),
  /** Masks, relative to the folder. */
  files: z.array(z.string()),
});

/** The format of `segmentation.json`: what was outlined on every date of one patient. */
export const segmentationSchema = z.object({
  schema: z.literal('longview.segmentation/1'),
  version: z.string(),
  scans: z.enum(['acquired', 'generated']),
  /** The model that outlined at least one date; null where none did. */
  model: modelIdentitySchema.nullable(),
  visits: z.array(outlinedVisitSchema),
  warnings: wordedWarningsSchema,
  notice: z.string(),
});

/** What was outlined on every date of one patient. */
export type Segmentation = z.output<typeof segmentationSchema>;

import { z } from 'zod';
import { commonManifestFields, foregroundNormalisationSchema, goldenSchema } from './manifest-parts.ts';

const unitInterval = z.number().min(0).max(1);

/** Manifest of a model that outlines brain and lesion on the images of one visit. */
export const segmentationManifestSchema = z.object({
  ...commonManifestFields,
  kind: z.literal('segmentation'),
  /** What each channel of the graph's output holds, in order: logits. */
  outputs: z.array(z.string()).min(1),
  normalisation: foregroundNormalisationSchema,
  segmentation: z.object({
    /** Least probability of a voxel of each output; one half where it is left out. */
    thresholds: z.record(z.string(), unitInterval).default({}),
  }),
  golden: goldenSchema({ present: z.array(z.number()) }),
});

/** Description of a model that outlines brain and lesion on the images of one visit. */
export type SegmentationManifest = z.infer<typeof segmentationManifestSchema>;

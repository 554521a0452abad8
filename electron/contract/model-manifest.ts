import { z } from 'zod';
import { atrophyManifestSchema } from './atrophy-manifest.ts';
import { courseManifestSchema } from './course-manifest.ts';
import { segmentationManifestSchema } from './segmentation-manifest.ts';

/** What `release/manifest.json` of a model must say; written by the export script, read by the engine and the window. */
export const modelManifestSchema = z.discriminatedUnion('kind', [
  atrophyManifestSchema,
  courseManifestSchema,
  segmentationManifestSchema,
]);

/** A model's description. */
export type ModelManifest = z.infer<typeof modelManifestSchema>;
/** What a model is for. */
export type ModelKind = ModelManifest['kind'];
/** Description of the models of one kind. */
export type ManifestOf<Kind extends ModelKind> = Extract<ModelManifest, { kind: Kind }>;

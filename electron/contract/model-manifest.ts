import { z } from 'zod';
import { courseManifestSchema } from './course-manifest.ts';

/** What `release/manifest.json` of a model must say; written by the export script, read by the engine and the window. */
export const modelManifestSchema = z.discriminatedUnion('kind', [courseManifestSchema]);

/** A model's description. */
export type ModelManifest = z.infer<typeof modelManifestSchema>;

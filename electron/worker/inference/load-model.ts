import type { ModelManifest } from '../../contract/model-manifest.ts';

/** A model whose files were found complete and unchanged. */
export interface LoadedModel {
  /** Folder that holds manifest.json and the graphs. */
  readonly folder: string;
  readonly manifest: ModelManifest;
  /** SHA-256 of manifest.json, which itself pins every graph. */
  readonly sha256: string;
  /** The model card, Markdown; empty when the release has none. */
  readonly card: string;
}

/**
 * Reads and verifies a model's release folder.
 *
 * @throws ExpectedError 'model/missing-file', 'model/bad-manifest', 'model/checksum-mismatch'
 */
export async function loadModel(folder: string): Promise<LoadedModel> {
  throw new Error(`not built yet: ${folder}`);
}

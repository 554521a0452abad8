import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { modelManifestSchema, type ModelManifest } from '../../contract/model-manifest.ts';
import { ExpectedError } from '../../core/base/expected-error.ts';

/** A model whose files were found complete and unchanged. */
export interface LoadedModel<Manifest extends ModelManifest = ModelManifest> {
  /** Folder that holds manifest.json and the graphs. */
  readonly folder: string;
  readonly manifest: Manifest;
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
  const folderId = modelIdOf(folder);
  const bytes = await readModelFile(folder, folderId, 'manifest.json');
  const manifest = parseManifest(bytes, folderId);
  for (const graph of manifest.graphs) {
    const actual = sha256Of(await readModelFile(folder, manifest.id, graph.file));
    if (actual === graph.sha256) continue;
    const { id } = manifest;
    throw new ExpectedError({ code: 'model/checksum-mismatch', id, file: graph.file, expected: graph.sha256, actual });
  }
  const card = await readFile(join(folder, 'CARD.md'), 'utf8').catch(() => '');
  return { folder, manifest, sha256: sha256Of(bytes), card };
}

/** Name that a model goes by before its manifest is read: its folder's, `models/<id>/release`. */
export function modelIdOf(folder: string): string {
  return basename(folder) === 'release' ? basename(dirname(folder)) : basename(folder);
}

/**
 * One file of a release.
 *
 * @throws ExpectedError 'model/missing-file'
 */
export async function readModelFile(folder: string, id: string, file: string): Promise<Uint8Array> {
  try {
    return await readFile(join(folder, file));
  } catch {
    throw new ExpectedError({ code: 'model/missing-file', id, file });
  }
}

function parseManifest(bytes: Uint8Array, id: string): ModelManifest {
  let content: unknown;
  try {
    content = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new ExpectedError({ code: 'model/bad-manifest', id, reason: 'manifest.json is not JSON' });
  }
  const parsed = modelManifestSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const reason = issue ? `${issue.path.join('.')}: ${issue.message}` : 'not a manifest';
  throw new ExpectedError({ code: 'model/bad-manifest', id, reason });
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

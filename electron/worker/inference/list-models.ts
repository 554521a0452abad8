import { access, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ManifestOf, ModelKind, ModelManifest } from '../../contract/model-manifest.ts';
import { ExpectedError } from '../../core/base/expected-error.ts';
import type { Problem } from '../../core/base/problem.ts';
import { loadModel, type LoadedModel } from './load-model.ts';

/** One release folder: a usable model, or why it is not. */
export type ListedModel =
  { readonly id: string; readonly model: LoadedModel } | { readonly id: string; readonly problem: Problem };

/** Every model under `<packageRoot>/models/<id>/release`, sorted by id; folders without a manifest are left out. */
export async function listModels(packageRoot: string): Promise<readonly ListedModel[]> {
  const listed: ListedModel[] = [];
  for (const id of await releasedIds(packageRoot)) {
    try {
      listed.push({ id, model: await loadModel(releaseFolder(packageRoot, id)) });
    } catch (error) {
      if (!(error instanceof ExpectedError)) throw error;
      listed.push({ id, problem: error.problem });
    }
  }
  return listed;
}

/**
 * One model by its id.
 *
 * @param kind what the model is needed for
 * @throws ExpectedError 'model/unknown' with the ids of that kind, 'model/wrong-kind', and those of `loadModel`
 */
export async function findModel<Kind extends ModelKind>(
  packageRoot: string,
  id: string,
  kind: Kind,
): Promise<LoadedModel<ManifestOf<Kind>>> {
  if (!(await releasedIds(packageRoot)).includes(id)) {
    throw new ExpectedError({ code: 'model/unknown', id, known: await idsOfKind(packageRoot, kind) });
  }
  const { manifest, ...rest } = await loadModel(releaseFolder(packageRoot, id));
  if (isOfKind(manifest, kind)) return { ...rest, manifest };
  throw new ExpectedError({ code: 'model/wrong-kind', id, kind: manifest.kind, needed: kind });
}

async function idsOfKind(packageRoot: string, kind: ModelKind): Promise<string[]> {
  const listed = await listModels(packageRoot);
  return listed.filter((entry) => 'model' in entry && isOfKind(entry.model.manifest, kind)).map(({ id }) => id);
}

function isOfKind<Kind extends ModelKind>(manifest: ModelManifest, kind: Kind): manifest is ManifestOf<Kind> {
  return manifest.kind === kind;
}

async function releasedIds(packageRoot: string): Promise<string[]> {
  const entries = await readdir(join(packageRoot, 'models'), { withFileTypes: true }).catch(() => []);
  const ids: string[] = [];
  for (const entry of entries) {
    const manifest = join(releaseFolder(packageRoot, entry.name), 'manifest.json');
    const present =
      entry.isDirectory() &&
      (await access(manifest).then(
        () => true,
        () => false,
      ));
    if (present) ids.push(entry.name);
  }
  return ids.sort();
}

function releaseFolder(packageRoot: string, id: string): string {
  return join(packageRoot, 'models', id, 'release');
}

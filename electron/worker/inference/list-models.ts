import type { Problem } from '../../core/base/problem.ts';
import type { LoadedModel } from './load-model.ts';

/** One release folder: a usable model, or why it is not. */
export type ListedModel =
  { readonly id: string; readonly model: LoadedModel } | { readonly id: string; readonly problem: Problem };

/** Every model under `<packageRoot>/models/<id>/release`, sorted by id; folders without a manifest are left out. */
export async function listModels(packageRoot: string): Promise<readonly ListedModel[]> {
  throw new Error(`not built yet: ${packageRoot}`);
}

/**
 * One model by its id.
 *
 * @throws ExpectedError 'model/unknown' with the ids that exist, and those of `loadModel`
 */
export async function findModel(packageRoot: string, id: string): Promise<LoadedModel> {
  throw new Error(`not built yet: ${packageRoot} ${id}`);
}

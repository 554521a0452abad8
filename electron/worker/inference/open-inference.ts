import type { ProviderHealth } from '../../contract/api.ts';
import type { CancelSignal } from '../../core/base/signal.ts';
import type { ProcessStarter } from '../process-starter.ts';
import type { InferenceProcess } from './inference-process.ts';
import type { LoadedModel } from './load-model.ts';

/**
 * Starts a model on the first provider of a list that reproduces its golden output.
 *
 * @param providers in order of preference; defaults to the CPU
 * @returns a started process; the caller closes it
 * @throws ExpectedError of the last provider tried: 'model/golden-mismatch', 'model/graph-mismatch', 'model/runtime-failed'
 */
export async function openInference(
  model: LoadedModel,
  starter: ProcessStarter,
  signal: CancelSignal,
  providers: readonly string[] = ['cpu'],
): Promise<InferenceProcess> {
  throw new Error(`not built yet: ${model.sha256} ${typeof starter} ${signal.aborted} ${providers.length}`);
}

/** Holds each provider to the model's golden output, for `longview doctor`. */
export async function checkProviders(
  model: LoadedModel,
  starter: ProcessStarter,
  signal: CancelSignal,
  providers: readonly string[] = ['cpu'],
): Promise<readonly ProviderHealth[]> {
  throw new Error(`not built yet: ${model.sha256} ${typeof starter} ${signal.aborted} ${providers.length}`);
}

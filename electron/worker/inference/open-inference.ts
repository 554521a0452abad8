import { createRequire } from 'node:module';
import type { ProviderHealth } from '../../contract/api.ts';
import { ExpectedError } from '../../core/base/expected-error.ts';
import type { CancelSignal } from '../../core/base/signal.ts';
import type { ProcessStarter } from '../process-starter.ts';
import { goldenCheck, type GoldenResult } from './golden-check.ts';
import { InferenceProcess } from './inference-process.ts';
import type { LoadedModel } from './load-model.ts';

/**
 * Starts a model on the first provider of a list that reproduces its golden output.
 *
 * @param providers in order of preference; defaults to the CPU
 * @returns a started process; the caller closes it
 * @throws ExpectedError 'job/cancelled', or that of the last provider tried: 'model/golden-mismatch',
 *   'model/graph-mismatch', 'model/runtime-failed', 'model/missing-file', 'model/bad-manifest'
 */
export async function openInference(
  model: LoadedModel,
  starter: ProcessStarter,
  signal: CancelSignal,
  providers: readonly string[] = ['cpu'],
): Promise<InferenceProcess> {
  let refusal = new ExpectedError({
    code: 'model/runtime-failed',
    id: model.manifest.id,
    reason: 'no provider to try',
  });
  for (const provider of providers) {
    const inference = new InferenceProcess(model, starter, provider);
    try {
      requireGolden(await goldenCheck(inference, model, signal), model, provider);
      return inference;
    } catch (error) {
      inference.close();
      if (!(error instanceof ExpectedError) || error.problem.code === 'job/cancelled') throw error;
      refusal = error;
    }
  }
  throw refusal;
}

/**
 * Holds each provider to the model's golden output, for `longview doctor`.
 *
 * @throws ExpectedError 'job/cancelled'
 */
export async function checkProviders(
  model: LoadedModel,
  starter: ProcessStarter,
  signal: CancelSignal,
  providers: readonly string[] = ['cpu'],
): Promise<readonly ProviderHealth[]> {
  const health: ProviderHealth[] = [];
  for (const provider of providers) health.push(await checkProvider(model, starter, signal, provider));
  return health;
}

/** Providers that onnxruntime-node carries, or can be given, on a platform; each is still held to the golden output. */
export function platformProviders(platform: NodeJS.Platform): readonly string[] {
  const accelerated: Partial<Record<NodeJS.Platform, readonly string[]>> = {
    linux: ['cuda', 'webgpu'],
    win32: ['dml', 'webgpu'],
    darwin: ['coreml', 'webgpu'],
  };
  return ['cpu', ...(accelerated[platform] ?? [])];
}

/** Version of the ONNX runtime, without loading it into this process. */
export function runtimeVersion(): string {
  const description = createRequire(import.meta.url)('onnxruntime-node/package.json') as { version: string };
  return description.version;
}

async function checkProvider(
  model: LoadedModel,
  starter: ProcessStarter,
  signal: CancelSignal,
  provider: string,
): Promise<ProviderHealth> {
  const modelId = model.manifest.id;
  const inference = new InferenceProcess(model, starter, provider);
  try {
    const { maxAbsError, allowed, secondsPerFuture } = await goldenCheck(inference, model, signal);
    const trusted = maxAbsError <= allowed;
    const reason = trusted ? null : `golden output differs by ${maxAbsError.toPrecision(2)}, allowed ${allowed}`;
    const figures = { maxAbsError: Number.isFinite(maxAbsError) ? maxAbsError : null, secondsPerFuture, reason };
    return { provider, modelId, state: trusted ? 'trusted' : 'refused', ...figures };
  } catch (error) {
    if (!(error instanceof ExpectedError) || error.problem.code === 'job/cancelled') throw error;
    const { problem } = error;
    const reason = 'reason' in problem ? `${problem.code}: ${plainReason(problem.reason)}` : problem.code;
    return { provider, modelId, state: 'unavailable', maxAbsError: null, secondsPerFuture: null, reason };
  } finally {
    inference.close();
  }
}

/** The runtime prefixes its reasons with source files and signatures; what failed comes last. */
function plainReason(reason: string): string {
  return (/Failed [^\n]*/.exec(reason)?.[0] ?? reason).slice(0, 120);
}

function requireGolden(result: GoldenResult, model: LoadedModel, provider: string): void {
  const { maxAbsError, allowed } = result;
  if (maxAbsError <= allowed) return;
  throw new ExpectedError({ code: 'model/golden-mismatch', id: model.manifest.id, provider, maxAbsError, allowed });
}

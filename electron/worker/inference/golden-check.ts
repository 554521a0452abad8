import type { CancelSignal } from '../../core/base/signal.ts';
import type { Inference } from '../../core/simulate/inference.ts';
import type { LoadedModel } from './load-model.ts';

/** How well a provider reproduces the output that the model was released with. */
export interface GoldenResult {
  readonly maxAbsError: number;
  readonly allowed: number;
  /** Seconds of one decoder run: one sampled future. */
  readonly secondsPerFuture: number;
}

/**
 * Runs the model's golden input and compares with its golden output.
 *
 * @throws ExpectedError 'model/missing-file', and those of `inference`; a mismatch is a result, not an error
 */
export async function goldenCheck(
  inference: Inference,
  model: LoadedModel,
  signal: CancelSignal,
): Promise<GoldenResult> {
  throw new Error(`not built yet: ${typeof inference.run} ${model.sha256} ${signal.aborted}`);
}

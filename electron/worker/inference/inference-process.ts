import type { CancelSignal } from '../../core/base/signal.ts';
import type { NamedTensors } from '../../core/base/tensor.ts';
import type { Inference } from '../../core/simulate/inference.ts';
import type { ProcessStarter } from '../process-starter.ts';
import type { LoadedModel } from './load-model.ts';

/**
 * A model in a process of its own. A cancelled run ends the process; the next run starts another.
 * Close it when the forecast is done: the process holds the graphs in memory.
 */
export class InferenceProcess implements Inference {
  readonly provider: string;

  /** @param provider execution provider, for example 'cpu' */
  constructor(model: LoadedModel, starter: ProcessStarter, provider: string) {
    this.provider = provider;
    throw new Error(`not built yet: ${model.sha256} ${typeof starter}`);
  }

  /**
   * Starts the process, loads the graphs and compares their inputs and outputs with the manifest.
   *
   * @throws ExpectedError 'model/graph-mismatch', 'model/runtime-failed', 'job/cancelled'
   */
  async start(signal?: CancelSignal): Promise<void> {
    throw new Error(`not built yet: ${signal?.aborted}`);
  }

  async run(role: string, inputs: NamedTensors, signal: CancelSignal): Promise<NamedTensors> {
    throw new Error(`not built yet: ${role} ${Object.keys(inputs).length} ${signal.aborted}`);
  }

  /** Ends the process; a run in progress fails with 'job/cancelled'. */
  close(): void {}
}

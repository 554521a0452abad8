import type { CancelSignal } from './signal.ts';
import type { NamedTensors } from './tensor.ts';

/** What segmentation and simulation need from a model runtime; worker provides it, tests fake it. */
export interface Inference {
  /**
   * Runs one graph of the model.
   *
   * @param role the graph's role in the manifest, for example 'encoder' or 'decoder'
   * @param inputs every input of the graph by name, float32; a tensor that an earlier run of the same object returned may be
   *   given again unchanged (the runtime then need not move it a second time)
   * @returns every output of the graph by name
   * @throws ExpectedError 'job/cancelled' soon after the signal aborts, 'model/runtime-failed'
   */
  run(role: string, inputs: NamedTensors, signal: CancelSignal): Promise<NamedTensors>;
}

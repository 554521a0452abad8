import { join } from 'node:path';
import { ExpectedError, throwIfCancelled } from '../../core/base/expected-error.ts';
import type { CancelSignal } from '../../core/base/signal.ts';
import type { NamedTensors, Tensor } from '../../core/base/tensor.ts';
import type { Inference } from '../../core/base/inference.ts';
import type { ChildLike, ProcessStarter } from '../process-starter.ts';
import { graphDifference } from './graph-difference.ts';
import {
  heldKey,
  type FromInference,
  type GraphSignature,
  type SentTensor,
  type ToInference,
} from './inference-messages.ts';
import type { LoadedModel } from './load-model.ts';

/** The module that runs in the new process: beside this one, compiled or not. */
const childModule = new URL(`./inference-child${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url);

/**
 * A model in a process of its own, because a run blocks its thread and cannot be stopped. A cancelled run ends the process;
 * the next run starts another. One run at a time. Close it when the forecast is done: the process holds the graphs in memory.
 */
export class InferenceProcess implements Inference {
  readonly provider: string;
  readonly #model: LoadedModel;
  readonly #starter: ProcessStarter;
  #child: ChildLike | null = null;
  #settle: ((answer: FromInference | Error) => void) | null = null;
  /** Keys of tensors that the process holds, by the array that the caller has. */
  #held = new WeakMap<Float32Array, string>();
  #runs = 0;

  /** @param provider execution provider, for example 'cpu' */
  constructor(model: LoadedModel, starter: ProcessStarter, provider: string) {
    this.#model = model;
    this.#starter = starter;
    this.provider = provider;
  }

  /**
   * Starts the process, loads the graphs and compares their inputs and outputs with the manifest.
   *
   * @throws ExpectedError 'model/graph-mismatch', 'model/runtime-failed', 'job/cancelled'
   */
  async start(signal?: CancelSignal): Promise<void> {
    if (this.#child !== null) return;
    const { manifest, folder } = this.#model;
    const graphs = manifest.graphs.map(({ role, file }) => ({ role, path: join(folder, file) }));
    this.#launch();
    const answer = await this.#ask({ kind: 'open', provider: this.provider, graphs }, signal);
    const reason = graphDifference(manifest, (answer as { signatures: readonly GraphSignature[] }).signatures);
    if (reason === null) return;
    this.close();
    throw new ExpectedError({ code: 'model/graph-mismatch', id: manifest.id, reason });
  }

  async run(role: string, inputs: NamedTensors, signal: CancelSignal): Promise<NamedTensors> {
    throwIfCancelled(signal);
    await this.start(signal);
    const runId = ++this.#runs;
    const { graphs } = this.#model.manifest;
    const hold = graphs.length > 1 && role === graphs[0]?.role;
    const sent = Object.entries(inputs).map(([name, tensor]) => this.#describe(name, tensor));
    const answer = await this.#ask({ kind: 'run', runId, role, inputs: sent, hold }, signal);
    const outputs: Record<string, Tensor> = {};
    for (const { name, shape, data } of (answer as { outputs: readonly SentTensor[] }).outputs) {
      outputs[name] = { shape, data: data as Float32Array };
    }
    if (hold) this.#remember(runId, inputs, outputs);
    return outputs;
  }

  /** Ends the process; a run in progress fails with 'job/cancelled'. */
  close(): void {
    this.#drop(new ExpectedError({ code: 'job/cancelled' }));
  }

  #launch(): void {
    const child = this.#starter.start(childModule);
    this.#child = child;
    this.#held = new WeakMap();
    child.onMessage((message) => {
      if (this.#child === child) this.#settle?.(message as FromInference);
    });
    child.onExit((exit) => {
      if (this.#child === child) this.#drop(this.#failure(`its process ended (${exit})`));
    });
  }

  async #ask(request: ToInference, signal: CancelSignal | undefined): Promise<FromInference> {
    if (this.#settle !== null) throw new Error('an inference process runs one graph at a time');
    const onAbort = (): void => this.close();
    const answer = await new Promise<FromInference | Error>((resolve) => {
      this.#settle = resolve;
      if (signal?.aborted) return onAbort();
      signal?.addEventListener('abort', onAbort);
      this.#child?.send(request);
    });
    this.#settle = null;
    signal?.removeEventListener('abort', onAbort);
    if (answer instanceof Error) throw answer;
    if (answer.kind !== 'failed') return answer;
    const failure = this.#failure(answer.reason);
    this.#drop(failure);
    throw failure;
  }

  #drop(reason: Error): void {
    const child = this.#child;
    this.#child = null;
    child?.end();
    this.#settle?.(reason);
  }

  #describe(name: string, { shape, data }: Tensor): SentTensor {
    const key = this.#held.get(data);
    return { name, shape, data: key === undefined ? data : { heldAs: key } };
  }

  #remember(runId: number, inputs: NamedTensors, outputs: NamedTensors): void {
    this.#held = new WeakMap();
    for (const [name, { data }] of Object.entries(inputs)) this.#held.set(data, heldKey(runId, 'input', name));
    for (const [name, { data }] of Object.entries(outputs)) this.#held.set(data, heldKey(runId, 'output', name));
  }

  #failure(reason: string): ExpectedError {
    return new ExpectedError({ code: 'model/runtime-failed', id: this.#model.manifest.id, reason });
  }
}

import { env, InferenceSession, Tensor } from 'onnxruntime-node';
import {
  heldKey,
  type GraphFile,
  type GraphSignature,
  type GraphValue,
  type SentTensor,
  type ToInference,
} from './inference-messages.ts';

// What fails is thrown as well; on the terminal the runtime's own lines would stand above it as if nobody had noticed.
env.logLevel = 'fatal';

/** The graphs of one model, loaded into this process. */
export class GraphRunner {
  readonly #sessions: ReadonlyMap<string, InferenceSession>;
  #held = new Map<string, Tensor>();

  private constructor(sessions: ReadonlyMap<string, InferenceSession>) {
    this.#sessions = sessions;
  }

  /** @param provider execution provider of onnxruntime; there is no silent fallback to another */
  static async open(graphs: readonly GraphFile[], provider: string): Promise<GraphRunner> {
    const sessions = new Map<string, InferenceSession>();
    for (const { role, path } of graphs) {
      // The arena never gives memory back; without it the peak is about half (measured, runtime notes).
      const options = { executionProviders: [provider], enableCpuMemArena: false, logSeverityLevel: 4 as const };
      sessions.set(role, await InferenceSession.create(path, options));
    }
    return new GraphRunner(sessions);
  }

  signatures(): GraphSignature[] {
    return [...this.#sessions].map(([role, session]) => ({
      role,
      inputs: session.inputMetadata.map(describeValue),
      outputs: session.outputMetadata.map(describeValue),
    }));
  }

  async run(request: Extract<ToInference, { kind: 'run' }>): Promise<SentTensor[]> {
    const session = this.#sessions.get(request.role);
    if (session === undefined) throw new Error(`no graph has the role "${request.role}"`);
    const feeds = Object.fromEntries(request.inputs.map((input) => [input.name, this.#receive(input)]));
    const outputs = Object.entries(await session.run(feeds)).map(([name, value]) => [name, value] as const);
    if (request.hold) {
      this.#held = new Map(
        Object.entries(feeds).map(([name, value]) => [heldKey(request.runId, 'input', name), value]),
      );
      for (const [name, value] of outputs) this.#held.set(heldKey(request.runId, 'output', name), value);
    }
    return outputs.map(([name, value]) => ({ name, shape: value.dims, data: value.data as Float32Array }));
  }

  #receive({ name, shape, data }: SentTensor): Tensor {
    if (data instanceof Float32Array) return new Tensor('float32', data, shape);
    const held = this.#held.get(data.heldAs);
    if (held === undefined) throw new Error(`the tensor "${name}" is no longer held`);
    return held;
  }
}

function describeValue(value: InferenceSession.ValueMetadata): GraphValue {
  return value.isTensor
    ? { name: value.name, shape: value.shape, type: value.type }
    : { name: value.name, shape: [], type: 'not a tensor' };
}

import type { CancelSignal } from '../../core/base/signal.ts';
import { ExpectedError } from '../../core/base/expected-error.ts';
import type { NamedTensors, Tensor } from '../../core/base/tensor.ts';
import type { Inference } from '../../core/base/inference.ts';
import { goldenInputs } from './golden-input.ts';
import { readModelFile, type LoadedModel } from './load-model.ts';

/** How well a provider reproduces the output that the model was released with. */
export interface GoldenResult {
  /** Infinity when a value is not a number or an output is missing. */
  readonly maxAbsError: number;
  readonly allowed: number;
  /** Seconds of one run of the last graph: for a course model one sampled future, for a segmentation model one visit. */
  readonly secondsPerFuture: number;
}

/**
 * Runs the model's golden input through its graphs, one after another, and compares with its golden output.
 *
 * @throws ExpectedError 'model/missing-file', 'model/bad-manifest', and those of `inference`; a mismatch is a result, not an
 *   error
 */
export async function goldenCheck(
  inference: Inference,
  model: LoadedModel,
  signal: CancelSignal,
): Promise<GoldenResult> {
  const { manifest } = model;
  const expected = await goldenOutputs(model);
  let known: NamedTensors = goldenInputs(manifest);
  let startedMs = performance.now();
  for (const graph of manifest.graphs) {
    const feeds: Record<string, Tensor> = {};
    for (const { name } of graph.inputs) {
      const tensor = known[name];
      if (tensor === undefined) throw badManifest(model, `nothing gives the input "${name}" of ${graph.file}`);
      feeds[name] = tensor;
    }
    startedMs = performance.now();
    known = { ...known, ...(await inference.run(graph.role, feeds, signal)) };
  }
  const secondsPerFuture = (performance.now() - startedMs) / 1000;
  const errors = Object.entries(expected).map(([name, values]) => largestError(values, known[name]?.data));
  return { maxAbsError: Math.max(0, ...errors), allowed: manifest.golden.maxAbsError, secondsPerFuture };
}

/** Stored outputs by name: float32, little endian. */
async function goldenOutputs(model: LoadedModel): Promise<Record<string, Float32Array>> {
  const { golden, id } = model.manifest;
  const bytes = await readModelFile(model.folder, id, golden.output);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const outputs: Record<string, Float32Array> = {};
  for (const { name, shape, offset } of golden.tensors.output) {
    const count = shape.reduce((a, b) => a * b, 1);
    if (4 * (offset + count) > bytes.byteLength) throw badManifest(model, `${golden.output} ends within "${name}"`);
    outputs[name] = Float32Array.from({ length: count }, (_, index) => view.getFloat32(4 * (offset + index), true));
  }
  return outputs;
}

function largestError(expected: Float32Array, found: Float32Array | undefined): number {
  if (found === undefined || found.length !== expected.length) return Infinity;
  let largest = 0;
  for (let index = 0; index < expected.length; index++) {
    const error = Math.abs((found[index] as number) - (expected[index] as number));
    if (!(error <= largest)) largest = Number.isFinite(error) ? error : Infinity;
  }
  return largest;
}

function badManifest(model: LoadedModel, reason: string): ExpectedError {
  return new ExpectedError({ code: 'model/bad-manifest', id: model.manifest.id, reason });
}

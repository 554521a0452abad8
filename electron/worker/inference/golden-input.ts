import type { ModelManifest } from '../../contract/model-manifest.ts';
import { ExpectedError } from '../../core/base/expected-error.ts';
import type { NamedTensors, Tensor } from '../../core/base/tensor.ts';

/** The only formula there is so far; a model with another one needs a newer program. */
const knownFormula = 'sin(0.37*i+0.11*j)';

/**
 * The input that a model's golden output belongs to: images by the manifest's formula (i = voxel index, j = channel, in double
 * precision), what the manifest lists as it is listed, latent_k = sin(k + 1).
 *
 * @throws ExpectedError 'model/bad-manifest' for a formula or input that this program does not know
 */
export function goldenInputs(manifest: ModelManifest): NamedTensors {
  const { formula } = manifest.golden.input;
  if (formula.replaceAll(' ', '') !== knownFormula) throw unknown(manifest, `unknown golden formula "${formula}"`);
  const outputs = new Set(manifest.graphs.flatMap((graph) => graph.outputs.map(({ name }) => name)));
  const inputs: Record<string, Tensor> = {};
  for (const { name, shape } of manifest.graphs.flatMap((graph) => graph.inputs)) {
    if (!outputs.has(name)) inputs[name] ??= { shape, data: goldenValues(name, shape, manifest) };
  }
  return inputs;
}

function goldenValues(name: string, shape: readonly number[], manifest: ModelManifest): Float32Array {
  const count = shape.reduce((a, b) => a * b, 1);
  const listed = Object.entries(manifest.golden.input).find(([key]) => key === name)?.[1];
  if (Array.isArray(listed)) {
    if (listed.length === count) return Float32Array.from(listed);
    throw unknown(manifest, `golden.input.${name} lists ${listed.length} numbers, not ${count}`);
  }
  if (name === 'latent') return Float32Array.from({ length: count }, (_, k) => Math.sin(k + 1));
  if (shape.length < 4) throw unknown(manifest, `no golden value for the input "${name}"`);
  const voxels = count / (shape[1] ?? 1);
  return Float32Array.from({ length: count }, (_, n) => Math.sin(0.37 * (n % voxels) + 0.11 * Math.floor(n / voxels)));
}

function unknown(manifest: ModelManifest, reason: string): ExpectedError {
  return new ExpectedError({ code: 'model/bad-manifest', id: manifest.id, reason });
}

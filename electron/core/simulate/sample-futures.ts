import { ExpectedError } from '../base/expected-error.ts';
import type { Inference } from '../base/inference.ts';
import type { RandomStream } from '../base/random.ts';
import type { CancelSignal } from '../base/signal.ts';
import type { NamedTensors, Tensor } from '../base/tensor.ts';
import type { ModelDescription } from './model-description.ts';

/** One future as the model draws it, on the model grid. */
export interface DecodedFuture {
  /** Signed distance over `sdfScaleMm`. */
  readonly coreSdf: Float32Array;
  readonly oedemaSdf: Float32Array;
  /** Future minus last in the order of the model's sequences, normalised units. */
  readonly imageResidual: Float32Array;
}

/** Draws the future that belongs to one latent vector. */
export type Decoder = (latent: Float32Array) => Promise<DecodedFuture>;

/**
 * Runs the encoder once; the decoder then costs one run per future.
 *
 * @param inputs every input of the encoder by name
 * @throws ExpectedError 'model/graph-mismatch' when a decoder input has no source, and those of `inference`
 */
export async function openDecoder(
  inference: Inference,
  model: ModelDescription,
  inputs: NamedTensors,
  signal: CancelSignal,
): Promise<Decoder> {
  const decoder = model.graphs.find((graph) => graph.role === 'decoder');
  if (decoder === undefined) throw mismatch(model, 'no graph has the role "decoder"');
  const known: NamedTensors = { ...inputs, ...(await inference.run('encoder', inputs, signal)) };
  return async (latent) => {
    const feeds: Record<string, Tensor> = {};
    for (const { name } of decoder.inputs) {
      const tensor = name === 'latent' ? { shape: [1, latent.length], data: latent } : known[name];
      if (tensor === undefined) throw mismatch(model, `nothing gives the decoder's input "${name}"`);
      feeds[name] = tensor;
    }
    const outputs = await inference.run('decoder', feeds, signal);
    return {
      coreSdf: outputOf(outputs, 'coreSdf', model),
      oedemaSdf: outputOf(outputs, 'oedemaSdf', model),
      imageResidual: outputOf(outputs, 'imageResidual', model),
    };
  };
}

/** Latent vector of one sampled future: normal, as wide as the model's calibration says; the mean future has the zero vector. */
export function drawLatent(stream: RandomStream, model: ModelDescription): Float32Array {
  const { latentScale } = model.calibration;
  return Float32Array.from({ length: model.latentSize }, () => latentScale * stream.normal());
}

function outputOf(outputs: NamedTensors, name: string, model: ModelDescription): Float32Array {
  const tensor = outputs[name];
  if (tensor === undefined) throw mismatch(model, `the decoder gives no "${name}"`);
  return tensor.data;
}

function mismatch(model: ModelDescription, reason: string): ExpectedError {
  return new ExpectedError({ code: 'model/graph-mismatch', id: model.id, reason });
}

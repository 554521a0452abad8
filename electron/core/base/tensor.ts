/** A dense float32 array in NCDHW order (or [N, K] for vectors), as model graphs take and give it. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** Tensors by the name of the graph's input or output. */
export type NamedTensors = Readonly<Record<string, Tensor>>;

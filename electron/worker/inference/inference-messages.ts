/** One graph to load. */
export interface GraphFile {
  readonly role: string;
  readonly path: string;
}

/** Name, shape and element type of one input or output, as the runtime reports it. */
export interface GraphValue {
  readonly name: string;
  readonly shape: readonly (number | string)[];
  readonly type: string;
}

/** What a loaded graph takes and gives. */
export interface GraphSignature {
  readonly role: string;
  readonly inputs: readonly GraphValue[];
  readonly outputs: readonly GraphValue[];
}

/** A tensor on its way: with its values, or as the key of one that the process still holds. */
export interface SentTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array | { readonly heldAs: string };
}

/** What the engine asks of its inference process. */
export type ToInference =
  | { readonly kind: 'open'; readonly provider: string; readonly graphs: readonly GraphFile[] }
  | {
      readonly kind: 'run';
      readonly runId: number;
      readonly role: string;
      readonly inputs: readonly SentTensor[];
      /** Keep this run's tensors (and forget the ones held before): later runs will name them instead of sending them. */
      readonly hold: boolean;
    };

/** What the inference process answers. */
export type FromInference =
  | { readonly kind: 'opened'; readonly signatures: readonly GraphSignature[] }
  | { readonly kind: 'done'; readonly runId: number; readonly outputs: readonly SentTensor[] }
  | { readonly kind: 'failed'; readonly reason: string };

/** Key of a tensor that the process holds. */
export function heldKey(runId: number, direction: 'input' | 'output', name: string): string {
  return `${runId}/${direction}/${name}`;
}

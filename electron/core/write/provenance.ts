import type { ModelIdentity } from './model-identity.ts';
import type { SyntheticClaim } from './synthetic-claim.ts';

/** Shown with every output. */
export const notice = 'Research and teaching only. Not for diagnosis or treatment decisions.';

/** How a synthetic image came about: enough to make it again. */
export interface Provenance {
  readonly programVersion: string;
  readonly model: ModelIdentity & { readonly title: string };
  /** The model that outlined lesions; null where none did. */
  readonly segmentation: ModelIdentity | null;
  /** Execution provider, for example 'cpu'. */
  readonly provider: string;
  readonly seed: number;
  readonly samples: number;
  readonly baselineDate: string;
  readonly previousDate: string | null;
  /** What the image stands for. */
  readonly claim: SyntheticClaim;
  /** Other parameters of the run, in words. */
  readonly parameters: Readonly<Record<string, string | number>>;
}

/** Model, digests, seed and parameters in one line. */
export function provenanceInWords(provenance: Provenance): string {
  const { model, segmentation, seed, samples, provider, claim, parameters } = provenance;
  return [
    `model ${model.id} ${model.version}`,
    `sha256 ${model.sha256}`,
    ...(segmentation ? [`outlines by ${segmentation.id} ${segmentation.version}, sha256 ${segmentation.sha256}`] : []),
    `seed ${seed}`,
    `samples ${samples}`,
    claim.relation,
    `provider ${provider}`,
    `supposed: ${claim.supposed}`,
    ...Object.entries(parameters).map(([name, value]) => `${name}=${value}`),
  ].join('; ');
}

/** Whether the scans that a forecast started from were acquired from a patient, or generated (they say Synthetic Data YES). */
export type ScanOrigin = 'acquired' | 'generated';

/** The word for where a scan comes from; nothing generated is ever called acquired. */
export function originMark(origin: ScanOrigin): string {
  return origin === 'acquired' ? 'ACQUIRED' : 'SYNTHETIC - GENERATED SCAN';
}

/** Which model it was: enough to tell whether another run used the same. */
export interface ModelIdentity {
  readonly id: string;
  readonly version: string;
  /** Digest of the model's manifest, which pins every graph. */
  readonly sha256: string;
}

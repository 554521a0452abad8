/** Whose images they are: PatientID within its issuer. The name is never used. */
export interface PatientIdentity {
  readonly patientId: string;
  readonly issuerOfPatientId: string;
}

/** One patient with everything that is theirs. */
export interface PatientGroup<T> {
  /** A digest of issuer and PatientID: the same in every run, and safe to show in logs. */
  readonly key: string;
  /** PatientID as stored. */
  readonly label: string;
  readonly members: readonly T[];
}

/**
 * Joins things of one patient over studies. PatientIDs are compared without the spaces that some writers pad with, and
 * otherwise exactly.
 *
 * @param digest a short text that stands for another one; the host provides it
 * @returns patients in the order of their labels
 */
export function groupPatients<T>(
  items: readonly T[],
  identityOf: (item: T) => PatientIdentity,
  digest: (text: string) => string,
): readonly PatientGroup<T>[] {
  const groups = new Map<string, { key: string; label: string; members: T[] }>();
  for (const item of items) {
    const { patientId, issuerOfPatientId } = identityOf(item);
    const identity = `${issuerOfPatientId.trim()}\n${patientId.trim()}`;
    const group = groups.get(identity);
    if (group === undefined)
      groups.set(identity, { key: digest(identity), label: patientId.trim() || 'no PatientID', members: [item] });
    else group.members.push(item);
  }
  return [...groups.values()].sort((a, b) => (a.label < b.label ? -1 : a.label > b.label ? 1 : 0));
}

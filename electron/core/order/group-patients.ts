/** Whose images they are: PatientID within its issuer. The rest counts only where the PatientID is empty. */
export interface PatientIdentity {
  readonly patientId: string;
  readonly issuerOfPatientId: string;
  readonly patientName?: string;
  readonly patientBirthDate?: string | null;
  readonly studyInstanceUid?: string;
}

/** One patient with everything that is theirs. */
export interface PatientGroup<T> {
  /** A digest of the identity: the same in every run, and safe to show in logs. */
  readonly key: string;
  /** PatientID as stored; without one, words that say so and the key, never a name. */
  readonly label: string;
  readonly members: readonly T[];
}

/**
 * Joins things of one patient over studies. PatientIDs are compared without the spaces that some writers pad with, and
 * otherwise exactly. Without a PatientID, name and date of birth together stand for it; without both, every study counts as
 * another patient, because two anonymised people must not become one time line.
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
    const whose = identityOf(item);
    const identity = identityText(whose);
    const group = groups.get(identity);
    if (group === undefined) {
      const key = digest(identity);
      groups.set(identity, { key, label: whose.patientId.trim() || `no PatientID (${key})`, members: [item] });
    } else group.members.push(item);
  }
  return [...groups.values()].sort((a, b) => (a.label < b.label ? -1 : a.label > b.label ? 1 : 0));
}

function identityText(whose: PatientIdentity): string {
  const [issuer, id] = [whose.issuerOfPatientId.trim(), whose.patientId.trim()];
  const [name, birthDate] = [whose.patientName?.trim() ?? '', whose.patientBirthDate ?? ''];
  if (id !== '') return `${issuer}\n${id}`;
  const evidence =
    name !== '' && birthDate !== '' ? ['person', name, birthDate] : ['study', whose.studyInstanceUid ?? ''];
  return [issuer, id, ...evidence].join('\n');
}

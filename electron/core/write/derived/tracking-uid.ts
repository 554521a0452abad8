import type { SourceDataSet } from '../dicom/read-elements.ts';
import { tagOf, type Keyword } from '../dicom/attributes.ts';
import { required } from '../dicom/source-references.ts';
import { uidFromName, type Sha256 } from '../uid.ts';
import type { ReportedStructure } from './structure-codes.ts';

/**
 * The identifier under which a structure of a patient is followed: the same at every date, in every study and run. A patient
 * is known by ID and its issuer; without an ID only within one study, because nothing says that two studies are of one patient.
 * Whoever can guess the ID can check the guess, so de-identifying must replace these UIDs like all others.
 */
export function trackingUid(reference: SourceDataSet, structure: ReportedStructure, sha256: Sha256): string {
  const patientId = rawText(reference, 'PatientID');
  const known =
    patientId === ''
      ? ['study', required(reference, 'StudyInstanceUID')]
      : ['patient', rawText(reference, 'IssuerOfPatientID'), patientId];
  return uidFromName(['longview', 'tracking', ...known, structure].join('\0'), sha256);
}

/** Bytes as characters without padding: an identifier is compared, not read. */
function rawText({ elements }: SourceDataSet, keyword: Keyword): string {
  const value = elements.get(tagOf(keyword))?.value ?? new Uint8Array(0);
  return [...value]
    .map((byte) => String.fromCharCode(byte))
    .join('')
    .replace(/^ +|[\0 ]+$/g, '');
}

import { basename } from 'node:path';
import { walkTowardsLps } from '../../core/decode/axis-order.ts';
import type { NiftiHeader } from '../../core/decode/nifti-header.ts';
import { dateFromName } from '../../core/order/date-from-name.ts';
import type { PatientIdentity } from '../../core/order/group-patients.ts';
import { recogniseSequenceFromName } from '../../core/order/recognise-sequence.ts';
import { chooseSequence } from './choose-sequence.ts';
import { digest } from './digest.ts';
import type { KnownPatient, SeriesContext } from './dicom-series.ts';
import type { LoadableSeries } from './loadable-series.ts';
import type { FoundFile } from './walk-folder.ts';

/** One NIfTI file of an image. */
export interface NiftiFile {
  readonly file: FoundFile;
  readonly header: NiftiHeader;
}

/** Folders that name a kind of content, not a person. */
const contentFolder =
  /^(?:anat|nifti|nii|images?|raw|data|mri?|scans?|ses-.*|t1.*|t2.*|flair.*|dwi.*|ct|pre|post|visit.*)$/i;

/**
 * Whose a NIfTI volume is: the file itself does not say. The folder that holds the dated folders (or the dated files) is
 * one patient; a folder named `sub-...` is one in any case.
 */
export function niftiPatient(file: FoundFile, root: string): PatientIdentity {
  const parts = [basename(root), ...file.name.split('/')];
  const subject = parts.findIndex((part, k) => k < parts.length - 1 && /^sub-/i.test(part));
  const dated = dateFromName(parts.join('/'));
  let end = subject >= 0 ? subject + 1 : Math.max(1, Math.min(dated?.part ?? parts.length - 1, parts.length - 1));
  while (subject < 0 && end > 1 && contentFolder.test(parts[end - 1] ?? '')) end--;
  return { patientId: parts.slice(0, end).join('/'), issuerOfPatientId: 'NIfTI folder' };
}

/** Turns one patient's NIfTI files into series, one per file. */
export function niftiSeries(
  files: readonly NiftiFile[],
  patient: KnownPatient,
  context: SeriesContext,
): readonly LoadableSeries[] {
  return files.map((file) => loadable(file, patient, context));
}

function loadable({ file, header }: NiftiFile, patient: KnownPatient, context: SeriesContext): LoadableSeries {
  const name = file.name.replace(/\.nii(\.gz)?$/i, '');
  const fullName = `${basename(context.root)}/${name}`;
  const dated = dateFromName(fullName);
  const key = digest([patient.key, file.name].join('\n'));
  const recognised = recogniseSequenceFromName(basename(name));
  const names = [key, file.name, basename(file.name)];
  const chosen = chooseSequence(recognised, context.overrides, names, basename(name));
  const { grid } = walkTowardsLps(header.grid);
  const isSingle = grid.size.some((n) => n < 2);
  return {
    entry: {
      key,
      modality: chosen.sequence === 'CT' ? 'CT' : chosen.sequence === 'PET' ? 'PT' : 'MR',
      description: basename(name),
      files: 1,
      size: grid.size,
      spacingMm: grid.spacingMm,
      sequence: chosen.sequence,
      evidence: chosen.evidence,
      problemCode: isSingle ? 'series/single-slice' : null,
    },
    kind: 'nifti',
    patientKey: patient.key,
    patientLabel: patient.label,
    studyInstanceUid: `nifti ${dated?.date ?? 'undated'} of ${patient.key}`,
    studyDescription: '',
    date: dated?.date ?? null,
    dateSource: dated?.source ?? 'nothing',
    paths: [file.path],
    headers: [],
    grid: isSingle ? null : grid,
    problem: isSingle ? { code: 'series/single-slice' } : null,
    sequenceCertain: chosen.certain,
    warnings: chosen.warnings,
  };
}

import { ExpectedError } from '../../core/base/expected-error.ts';
import type { AbortSignalLike, ReportProgress } from '../../core/base/signal.ts';
import type { Warning } from '../../core/base/warning.ts';
import { segmentationSopClassUid } from '../../core/decode/decode-segmentation.ts';
import type { ImageHeader } from '../../core/decode/image-header.ts';
import { groupPatients } from '../../core/order/group-patients.ts';
import { looksLikeMask } from '../../core/order/looks-like-mask.ts';
import type { LibraryIndex, PatientEntry, StudyEntry } from '../../contract/library.ts';
import type { SequenceOverrides } from './choose-sequence.ts';
import { dicomSeries, type DicomFile } from './dicom-series.ts';
import { digest } from './digest.ts';
import type { FolderIndex, LoadableSeries } from './loadable-series.ts';
import { niftiPatient, niftiSeries, type NiftiFile } from './nifti-series.ts';
import { readHeads, type FileHead } from './read-headers.ts';
import { skippedFiles, type LeftOut } from './skipped-files.ts';
import { walkFolder, type WalkedFolder } from './walk-folder.ts';

/**
 * Finds out what a folder (or a single file) holds, from headers alone. Every image is listed, also the unusable ones with
 * the code of what is wrong; other files are counted by reason.
 *
 * @throws ExpectedError 'folder/not-found', 'folder/empty', 'folder/no-images', 'job/cancelled'; where nothing usable was
 *   found because of damaged or unsupported DICOM, the problem of the first such file
 */
export async function indexFolder(
  path: string,
  report?: ReportProgress,
  signal?: AbortSignalLike,
  overrides: SequenceOverrides = {},
): Promise<FolderIndex> {
  const startMs = performance.now();
  const folder = await walkFolder(path, signal);
  if (folder.files.length === 0 && folder.resultFolders.length === 0)
    throw new ExpectedError({ code: 'folder/empty', path });
  let read = 0;
  const onRead = (): void => {
    read++;
    if (read % 64 === 0) report?.('decode', read / folder.files.length);
  };
  const sorted = sortHeads(await readHeads(folder.files, onRead, signal));
  const series = seriesOf(sorted, folder, overrides);
  if (series.length === 0) throw nothingFound(path, folder, sorted);
  report?.('decode', 1);
  const skipped = skippedFiles(sorted.left, folder.resultFolders);
  const index: LibraryIndex = {
    path,
    patients: patientsOf(series),
    filesRead: folder.files.length,
    skipped,
    warnings: warningsOf(sorted),
    elapsedMs: performance.now() - startMs,
  };
  return { index, series: new Map(series.map((one) => [one.entry.key, one])) };
}

interface SortedHeads {
  readonly dicom: readonly DicomFile[];
  readonly nifti: readonly NiftiFile[];
  readonly left: readonly LeftOut[];
}

function sortHeads(heads: readonly FileHead[]): SortedHeads {
  const dicom: DicomFile[] = [];
  const nifti: NiftiFile[] = [];
  const left: LeftOut[] = [];
  const seen = new Set<string>();
  for (const head of heads) {
    const { name } = head.file;
    const leave = (reason: string): number => left.push({ name, reason, problem: null });
    if (head.kind === 'refused') left.push({ name, reason: head.problem.code, problem: head.problem });
    else if (head.kind === 'nifti') {
      if (looksLikeMask(name.slice(name.lastIndexOf('/') + 1))) leave('mask');
      else nifti.push({ file: head.file, header: head.header });
    } else if (head.header.sopClassUid === segmentationSopClassUid) leave('mask');
    else if (!isImage(head.header)) leave('not-an-image');
    else if (seen.has(head.header.sopInstanceUid)) leave('duplicate');
    else {
      if (head.header.sopInstanceUid !== '') seen.add(head.header.sopInstanceUid);
      dicom.push({ file: head.file, header: head.header });
    }
  }
  return { dicom, nifti, left };
}

/** Reports, plans, structure sets and directories have no pixels of their own. */
function isImage({ pixels, geometry }: ImageHeader): boolean {
  return pixels.pixelDataOffset !== null || (geometry.rows > 0 && geometry.columns > 0);
}

function seriesOf(
  { dicom, nifti }: SortedHeads,
  { root }: WalkedFolder,
  overrides: SequenceOverrides,
): readonly LoadableSeries[] {
  const context = { root, overrides };
  return [
    ...groupPatients(dicom, (one) => one.header, digest).flatMap((group) => dicomSeries(group.members, group, context)),
    ...groupPatients(nifti, (one) => niftiPatient(one.file, root), digest).flatMap((group) =>
      niftiSeries(group.members, group, context),
    ),
  ];
}

function patientsOf(series: readonly LoadableSeries[]): readonly PatientEntry[] {
  const keys = [...new Set(series.map((one) => one.patientKey))];
  return keys.map((key) => {
    const own = series.filter((one) => one.patientKey === key);
    const studyUids = [...new Set(own.map((one) => one.studyInstanceUid))];
    const studies = studyUids.map((uid) => studyOf(own.filter((one) => one.studyInstanceUid === uid)));
    studies.sort((a, b) => ((a.date ?? '') < (b.date ?? '') ? -1 : 1));
    return { key, label: own[0]?.patientLabel ?? '', studies };
  });
}

function studyOf(series: readonly LoadableSeries[]): StudyEntry {
  const first = series[0] as LoadableSeries;
  return {
    studyInstanceUid: first.studyInstanceUid,
    date: series.find((one) => one.date !== null)?.date ?? null,
    description: first.studyDescription,
    series: series.map((one) => one.entry),
  };
}

/** Damaged or unreadable files are worth a warning: a slice or a date may be missing because of them. */
function warningsOf({ left }: SortedHeads): readonly Warning[] {
  const damaged = left.filter((one) => one.problem !== null && one.reason !== 'dicom/not-dicom');
  if (damaged.length === 0) return [];
  const reasons: Record<string, number> = {};
  for (const { reason } of damaged) reasons[reason] = (reasons[reason] ?? 0) + 1;
  return [{ code: 'decode/files-skipped', files: damaged.length, reasons }];
}

function nothingFound(path: string, folder: WalkedFolder, { left }: SortedHeads): ExpectedError {
  const isTelling = ({ problem }: LeftOut): boolean =>
    problem !== null && (folder.isSingleFile || problem.code !== 'dicom/not-dicom');
  const problem = left.find(isTelling)?.problem;
  if (problem) return new ExpectedError(problem);
  const examples = left
    .slice(0, 5)
    .map((one) => (one.problem?.code === 'dicom/not-dicom' ? `${one.name} (${one.problem.looksLike})` : one.name));
  return new ExpectedError({ code: 'folder/no-images', path, otherFiles: left.length, examples });
}

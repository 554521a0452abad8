import { ExpectedError } from '../../core/base/expected-error.ts';
import type { Problem } from '../../core/base/problem.ts';
import type { AbortSignalLike, ReportProgress } from '../../core/base/signal.ts';
import type { Warning } from '../../core/base/warning.ts';
import { buildTimeline } from '../../core/order/build-timeline.ts';
import type { PatientEntry } from '../../contract/library.ts';
import type { SequenceOverrides } from './choose-sequence.ts';
import { indexFolder } from './index-folder.ts';
import type { FolderIndex, LoadableSeries, OpenedTimeline } from './loadable-series.ts';

/** Which patient, and what the user knows better. */
export interface TimelineOptions {
  readonly patientKey?: string | undefined;
  readonly sequenceOverrides?: SequenceOverrides | undefined;
}

/** Faults of a stack that hide a whole date when nothing else of that date can be used. */
const tellingProblems: ReadonlySet<Problem['code']> = new Set([
  'series/uneven-slices',
  'series/repeated-slice',
  'series/mixed-geometry',
  'series/tilted-stack',
  'dicom/truncated',
  'dicom/unsupported-transfer-syntax',
]);
const volumeModalities = new Set(['MR', 'CT', 'PT']);

/**
 * Opens one patient's time line: usable series of every date, oldest first.
 *
 * @throws ExpectedError those of `indexFolder`; 'patient/several', 'patient/not-found'; 'timeline/missing-date',
 *   'timeline/equal-dates'; the problem of a series where it leaves its date, or the whole patient, without a usable one
 */
export async function openTimeline(
  path: string,
  options: TimelineOptions = {},
  report?: ReportProgress,
  signal?: AbortSignalLike,
): Promise<OpenedTimeline> {
  const folder = await indexFolder(path, report, signal, options.sequenceOverrides);
  const patient = choosePatient(folder, options.patientKey);
  const series = [...folder.series.values()].filter((one) => one.patientKey === patient.key);
  const usable = series.filter((one) => one.problem === null);
  refuseLostDates(series, usable);
  const visits = buildTimeline(usable.map((one) => ({ ...order(one), entry: one.entry })));
  const timeline = {
    timelineId: '',
    patientKey: patient.key,
    patientLabel: patient.label,
    visits: visits.map(({ date, day, series: members }) => ({ date, day, series: members.map((one) => one.entry) })),
    warnings: [...folder.index.warnings, ...unusableWarnings(series)],
  };
  return { timeline, series: new Map(usable.map((one) => [one.entry.key, one])) };
}

function choosePatient({ index, series }: FolderIndex, key: string | undefined): PatientEntry {
  const hasUsable = (patient: PatientEntry): boolean =>
    [...series.values()].some((one) => one.patientKey === patient.key && one.problem === null);
  const named = index.patients.find((patient) => patient.key === key || (key !== undefined && patient.label === key));
  if (named !== undefined) return named;
  const keys = index.patients.map((patient) => patient.key);
  if (key !== undefined) throw new ExpectedError({ code: 'patient/not-found', key, keys });
  const candidates = index.patients.filter(hasUsable);
  if (candidates.length > 1) {
    const several = candidates.map((patient) => patient.key);
    throw new ExpectedError({ code: 'patient/several', patients: several.length, keys: several });
  }
  const only = candidates[0] ?? index.patients[0];
  if (only === undefined) throw new Error('an index without patients');
  return only;
}

/** A date that is lost to a fault must not vanish silently: the forecast would start from an older one. */
function refuseLostDates(series: readonly LoadableSeries[], usable: readonly LoadableSeries[]): void {
  const dates = new Set(usable.map((one) => one.date));
  const lost = series.find((one) => isTelling(one) && !dates.has(one.date));
  const culprit = lost ?? (usable.length === 0 ? series[0] : undefined);
  if (culprit?.problem) throw new ExpectedError(culprit.problem);
}

function unusableWarnings(series: readonly LoadableSeries[]): readonly Warning[] {
  return series.filter(isTelling).map((one) => ({
    code: 'order/series-unusable',
    series: one.entry.description,
    date: one.date ?? 'unknown date',
    problemCode: one.problem?.code ?? '',
  }));
}

function isTelling({ problem, entry }: LoadableSeries): boolean {
  return problem !== null && tellingProblems.has(problem.code) && volumeModalities.has(entry.modality);
}

function order(series: LoadableSeries) {
  const { studyInstanceUid, date, entry, headers, paths } = series;
  const file = headers[0]?.file ?? paths[0]?.split(/[\\/]/).pop() ?? '';
  return { studyInstanceUid, date, sequence: entry.sequence, file };
}

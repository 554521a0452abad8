import { basename } from 'node:path';
import type { Problem } from '../../core/base/problem.ts';
import type { Warning } from '../../core/base/warning.ts';
import { pixelProblem } from '../../core/decode/decode-pixels.ts';
import type { ImageHeader } from '../../core/decode/image-header.ts';
import { splitSeries, type SeriesPart } from '../../core/decode/split-series.ts';
import { dateFromName } from '../../core/order/date-from-name.ts';
import { recogniseSequence } from '../../core/order/recognise-sequence.ts';
import { chooseSequence, type SequenceOverrides } from './choose-sequence.ts';
import { digest } from './digest.ts';
import type { LoadableSeries } from './loadable-series.ts';
import type { FoundFile } from './walk-folder.ts';

/** One DICOM file of an image. */
export interface DicomFile {
  readonly file: FoundFile;
  readonly header: ImageHeader;
}

/** What every series of one call shares. */
export interface SeriesContext {
  readonly root: string;
  readonly overrides: SequenceOverrides;
}

/** One patient as grouped. */
export interface KnownPatient {
  readonly key: string;
  readonly label: string;
}

/** Turns one patient's DICOM files into series, one per stack. */
export function dicomSeries(
  files: readonly DicomFile[],
  patient: KnownPatient,
  context: SeriesContext,
): readonly LoadableSeries[] {
  const pathOf = new Map(files.map(({ header, file }) => [header, file.path]));
  return groupSeries(files).flatMap((headers) =>
    partsOf(headers).map((part) => loadable(part, pathOf, patient, context)),
  );
}

function groupSeries(files: readonly DicomFile[]): readonly (readonly ImageHeader[])[] {
  const groups = new Map<string, ImageHeader[]>();
  for (const { header } of files) {
    const key = `${header.studyInstanceUid}\n${header.seriesInstanceUid}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [header]);
    else group.push(header);
  }
  return [...groups.values()];
}

/** A series that cannot be loaded whatever its geometry stays in one piece. */
function partsOf(headers: readonly ImageHeader[]): readonly SeriesPart[] {
  const problem = headers.map(refusal).find((one) => one !== null) ?? null;
  return problem === null ? splitSeries(headers) : [{ headers, distinction: '', stack: null, problem }];
}

/** Why one file keeps its whole series from being used. */
function refusal(header: ImageHeader): Problem | null {
  // A prediction names the images that it was computed from; a generated patient's scans have none.
  if (header.syntheticData && header.hasSourceImages) return { code: 'series/prediction' };
  return pixelProblem(header) ?? (header.imageType.includes('LOCALIZER') ? { code: 'series/localizer' } : null);
}

function loadable(
  part: SeriesPart,
  pathOf: ReadonlyMap<ImageHeader, string>,
  patient: KnownPatient,
  { root, overrides }: SeriesContext,
): LoadableSeries {
  const header = part.headers[part.headers.length >> 1] as ImageHeader;
  const { studyInstanceUid, seriesInstanceUid, geometry } = header;
  const key = digest([patient.key, studyInstanceUid, seriesInstanceUid, part.distinction].join('\n'));
  const { date, dateSource, warnings } = dateOf(header, root);
  const description = describe(header, part.distinction);
  const chosen = chooseSequence(recogniseSequence(header), overrides, [key, seriesInstanceUid], description);
  const grid = part.stack?.grid ?? null;
  return {
    entry: {
      key,
      modality: header.modality,
      description,
      files: part.headers.length,
      size: grid?.size ?? [geometry.columns, geometry.rows, part.headers.length],
      spacingMm: grid?.spacingMm ?? null,
      sequence: chosen.sequence,
      evidence: chosen.evidence,
      problemCode: part.problem?.code ?? null,
    },
    kind: 'dicom',
    patientKey: patient.key,
    patientLabel: patient.label,
    studyInstanceUid,
    studyDescription: header.studyDescription,
    date,
    dateSource,
    paths: part.headers.map((one) => pathOf.get(one) as string),
    headers: part.headers,
    grid,
    problem: part.problem,
    sequenceCertain: chosen.certain,
    warnings: [...warnings, ...chosen.warnings],
  };
}

function describe(header: ImageHeader, distinction: string): string {
  const name = header.seriesDescription || header.protocolName || `series ${header.seriesNumber ?? ''}`.trim();
  return distinction === '' ? name : `${name} (${distinction})`;
}

function dateOf(
  header: ImageHeader,
  root: string,
): { readonly date: string | null; readonly dateSource: string; readonly warnings: readonly Warning[] } {
  if (header.studyDate !== null) return { date: header.studyDate, dateSource: 'StudyDate', warnings: [] };
  const named = dateFromName(`${basename(root)}/${header.file}`);
  const found =
    dated(header.acquisitionDate, 'AcquisitionDate') ??
    dated(header.seriesDate, 'SeriesDate') ??
    dated(named?.date ?? null, named?.source ?? 'folder name');
  if (found === null) return { date: null, dateSource: 'nothing', warnings: [] };
  return { date: found.date, dateSource: found.source, warnings: [{ code: 'order/date-assumed', ...found }] };
}

function dated(date: string | null, source: string): { readonly date: string; readonly source: string } | null {
  return date === null ? null : { date, source };
}

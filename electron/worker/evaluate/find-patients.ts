import { access, readFile } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, resolve, sep } from 'node:path';
import { evaluationListSchema, evaluationPatientSchema, type EvaluationPatient } from '../../contract/requests.ts';
import { ExpectedError } from '../../core/base/expected-error.ts';
import type { Problem } from '../../core/base/problem.ts';
import { indexFolder } from '../files/index-folder.ts';
import type { LoadableSeries } from '../files/loadable-series.ts';

/** A patient to evaluate, or a folder that could not even be read. */
export type FoundPatient =
  { readonly name: string; readonly patient: EvaluationPatient } | { readonly name: string; readonly problem: Problem };

/** Name of the list that a folder may hold. */
const listFile = 'evaluate.json';

/**
 * Everybody in some folders. A folder with an `evaluate.json`, or such a file itself, names its patients; in any other folder
 * everybody counts whose images lie in it, with the mask files that fit the pattern.
 *
 * @param maskPattern path within the patient's folder, with `{date}` for YYYY-MM-DD
 * @throws ExpectedError 'evaluation/bad-list', 'file/not-readable', 'job/cancelled'
 */
export async function findPatients(
  folders: readonly string[],
  maskPattern: string | undefined,
  signal: AbortSignal,
): Promise<readonly FoundPatient[]> {
  const found: FoundPatient[] = [];
  for (const folder of folders) {
    const list = await listOf(folder);
    if (list) found.push(...(await readList(list)));
    else found.push(...(await indexPatients(folder, maskPattern, signal)));
  }
  return found;
}

async function listOf(path: string): Promise<string | null> {
  if (/\.json$/i.test(path)) return path;
  const inside = join(path, listFile);
  return (await isThere(inside)) ? inside : null;
}

async function readList(file: string): Promise<FoundPatient[]> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new ExpectedError({ code: 'file/not-readable', file, reason: error.code ?? 'unknown' });
  });
  const parsed = evaluationListSchema.safeParse(jsonOf(text));
  if (!parsed.success) {
    const issues = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'file'}: ${message}`);
    throw new ExpectedError({ code: 'evaluation/bad-list', file, issues });
  }
  const absolute = (path: string): string => (isAbsolute(path) ? path : resolve(dirname(file), path));
  return parsed.data.patients.map((patient) => ({
    name: patient.name ?? basename(absolute(patient.path)),
    patient: {
      ...patient,
      path: absolute(patient.path),
      masks: patient.masks.map((mask) => ({ ...mask, file: absolute(mask.file) })),
      ...(patient.doseFile === undefined ? {} : { doseFile: absolute(patient.doseFile) }),
    },
  }));
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

async function indexPatients(
  folder: string,
  maskPattern: string | undefined,
  signal: AbortSignal,
): Promise<FoundPatient[]> {
  const name = basename(resolve(folder));
  try {
    const { index, series } = await indexFolder(folder, undefined, signal);
    const all = [...series.values()];
    const found: FoundPatient[] = [];
    for (const { key } of index.patients) {
      const own = all.filter(({ patientKey }) => patientKey === key);
      const home = commonFolder(own.flatMap(({ paths }) => paths)) ?? resolve(folder);
      const masks = maskPattern === undefined ? [] : await masksOf(home, own, maskPattern);
      // An outline whose name does not say so is taken for a patient of its own.
      if (own.every(({ paths }) => paths.every((path) => isNamedLikeMask(path, maskPattern)))) continue;
      const patient = evaluationPatientSchema.parse({ path: folder, patientKey: key, masks });
      found.push({ name: basename(home), patient });
    }
    return found;
  } catch (error) {
    if (!(error instanceof ExpectedError) || error.problem.code === 'job/cancelled') throw error;
    return [{ name, problem: error.problem }];
  }
}

async function masksOf(
  home: string,
  series: readonly LoadableSeries[],
  pattern: string,
): Promise<{ date: string; file: string }[]> {
  const dates = [...new Set(series.flatMap(({ date }) => (date === null ? [] : [date])))].sort();
  const masks = dates.map((date) => ({ date, file: join(home, pattern.replaceAll('{date}', date)) }));
  const there = await Promise.all(masks.map(({ file }) => isThere(file)));
  return masks.filter((_, k) => there[k]);
}

function isNamedLikeMask(path: string, pattern: string | undefined): boolean {
  if (pattern === undefined) return false;
  const [before = '', after = ''] = basename(pattern).split('{date}');
  const name = basename(path);
  return /\d{4}-\d{2}-\d{2}/.test(name) && name.startsWith(before) && name.endsWith(after);
}

/** Deepest folder that holds every file; null without files. */
function commonFolder(paths: readonly string[]): string | null {
  const [first, ...others] = paths.map((path) => dirname(resolve(path)).split(sep));
  if (first === undefined) return null;
  let length = first.length;
  for (const parts of others) {
    let same = 0;
    while (same < length && parts[same] === first[same]) same++;
    length = same;
  }
  return first.slice(0, length).join(sep) || sep;
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

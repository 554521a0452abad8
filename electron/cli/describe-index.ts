import type { LibraryIndex, PatientEntry, SeriesEntry } from '../contract/library.ts';
import { warningWords } from '../contract/warning-words.ts';
import { textTable } from './text-table.ts';

/** What a folder holds, for the terminal: one table for each patient, then what was left out. */
export function describeIndex(index: LibraryIndex): string {
  const parts = index.patients.map(describePatient);
  const skipped = index.skipped.map(({ reason, files, examples }) => `  ${files} x ${reason}: ${examples.join(', ')}`);
  if (skipped.length > 0) parts.push(['Left out:', ...skipped].join('\n'));
  parts.push(...index.warnings.map((warning) => `Note: ${warningWords(warning)}`));
  parts.push(`${index.filesRead} files read in ${(index.elapsedMs / 1000).toFixed(2)} s`);
  return parts.join('\n\n');
}

function describePatient({ key, label, studies }: PatientEntry): string {
  const heading = ['date', 'sequence', 'modality', 'size', 'spacing mm', 'series key', 'description'];
  const dated = studies.flatMap(({ date, series }) => series.map((entry) => ({ date: date ?? 'no date', entry })));
  const table = textTable([heading, ...dated.map(({ date, entry }) => [date, ...cells(entry)])]);
  const [names = '', rule = '', ...rows] = table.split('\n');
  const explained = rows.flatMap((row, index) => [row, ...why(dated[index]?.entry)]);
  return [`Patient ${label} (${key})`, names, rule, ...explained].join('\n');
}

/** Below its row: the attributes that told the sequence. */
function why(entry: SeriesEntry | undefined): string[] {
  return entry && entry.evidence.length > 0 ? [`  ${entry.sequence} because: ${entry.evidence.join('; ')}`] : [];
}

function cells(entry: SeriesEntry): string[] {
  const spacing = entry.spacingMm?.map((value) => Number(value.toFixed(2))).join(' x ') ?? '-';
  const sequence = entry.problemCode === null ? entry.sequence : `${entry.sequence} (${entry.problemCode})`;
  // One row a series: a description with a line break would tear the table apart.
  const description = entry.description.replaceAll(/\s+/g, ' ');
  return [sequence, entry.modality, entry.size.join(' x '), spacing, entry.key, description];
}

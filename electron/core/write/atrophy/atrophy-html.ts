import { yearsInShort } from '../../base/synthetic-mark.ts';
import type { PictureRow } from '../pictures/draw-pictures.ts';
import { notice, type Provenance } from '../provenance.ts';
import { escapeHtml } from '../report/html.ts';
import { provenanceSection, registrationSection, warningsSection } from '../report/sections.ts';
import { style } from '../report/style.ts';
import type { AtrophyReportModel } from './atrophy-report.ts';
import {
  headerSection,
  measuredSection,
  numbersSection,
  picturesSection,
  structuresSection,
} from './atrophy-sections.ts';
import { rateSection } from './rate-bands.ts';

/** What the page shows. */
export interface AtrophyHtmlInput {
  readonly report: AtrophyReportModel;
  /** PatientID as the user knows it; this page stays with the user. */
  readonly patientLabel: string;
  readonly rows: readonly PictureRow[];
  readonly provenance: Provenance;
  /** Local date and time of writing, 'YYYY-MM-DDTHH:MM:SS'. */
  readonly createdAt: string;
}

/** An atrophy forecast as one self-contained page: pictures inside it, no script, nothing fetched. */
export function writeAtrophyHtml({ report, patientLabel, rows, provenance, createdAt }: AtrophyHtmlInput): string {
  const title = `Longview: brain of ${report.baselineDate} and in ${yearsInShort(report.years)} years`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<meta name="synthetic" content="true"><title>${escapeHtml(title)}</title><style>${style}</style></head>
<body>${headerSection(report, patientLabel)}
<main>${numbersSection(report)}
${picturesSection(rows, report)}
${structuresSection(report)}
${rateSection(report)}
${measuredSection(report)}
${report.measured === null ? '' : registrationSection({ ...report, registrations: report.measured.registrations })}
${warningsSection(report.warnings)}
${provenanceSection(report, provenance, createdAt)}</main>
<footer>${escapeHtml(notice)}</footer></body></html>
`;
}

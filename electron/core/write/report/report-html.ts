import type { PictureRow } from '../pictures/draw-pictures.ts';
import { notice, type Provenance } from '../provenance.ts';
import type { ReportModel } from '../report-model.ts';
import { comparisonSection } from './comparison-section.ts';
import { explanationSection } from './explanation-section.ts';
import { escapeHtml } from './html.ts';
import { methodsSection } from './methods-table.ts';
import { responseSection } from './response-section.ts';
import {
  headerSection,
  numbersSection,
  picturesSection,
  provenanceSection,
  registrationSection,
  warningsSection,
} from './sections.ts';
import { style } from './style.ts';
import { volumeCurve } from './volume-curve.ts';

/** What the page shows. */
export interface ReportHtmlInput {
  readonly report: ReportModel;
  /** PatientID as the user knows it; this page stays with the user. */
  readonly patientLabel: string;
  readonly rows: readonly PictureRow[];
  /** Maps of the effect of a treatment; null without a comparison. */
  readonly effect: PictureRow | null;
  /** Where the model looked; null without an explanation. */
  readonly influence: PictureRow | null;
  readonly provenance: Provenance;
  /** Local date and time of writing, 'YYYY-MM-DDTHH:MM:SS'. */
  readonly createdAt: string;
}

/** The forecast as one self-contained page: pictures and curve inside it, no script, nothing fetched. */
export function writeReportHtml(input: ReportHtmlInput): string {
  const { report, patientLabel, rows, effect, influence, provenance, createdAt } = input;
  const title = `Longview: forecast +${report.horizonDays} d after ${report.baselineDate}`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<meta name="synthetic" content="true"><title>${escapeHtml(title)}</title><style>${style}</style></head>
<body>${headerSection(report, patientLabel)}
<main>${numbersSection(report)}
${picturesSection(rows, report.scans)}
<section><h2>Volume of the lesion core</h2>${volumeCurve(report)}</section>
${comparisonSection(report, effect)}
${responseSection(report)}
${methodsSection(report)}
${explanationSection(report.explanation, influence)}
${warningsSection(report.warnings)}
<div class="pair">${registrationSection(report)}${provenanceSection(report, provenance, createdAt)}</div></main>
<footer>${escapeHtml(notice)}</footer></body></html>
`;
}

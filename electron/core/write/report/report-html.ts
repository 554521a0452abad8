import type { PictureRow } from '../pictures/draw-pictures.ts';
import type { Provenance } from '../provenance.ts';
import type { ReportModel } from '../report-model.ts';

/** What the page shows. */
export interface ReportHtmlInput {
  readonly report: ReportModel;
  /** PatientID as the user knows it; this page stays with the user. */
  readonly patientLabel: string;
  readonly rows: readonly PictureRow[];
  readonly provenance: Provenance;
  /** Local date and time of writing, 'YYYY-MM-DDTHH:MM:SS'. */
  readonly createdAt: string;
}

/** The forecast as one self-contained page: pictures and curve inside it, no script, nothing fetched. */
export function writeReportHtml(input: ReportHtmlInput): string {
  void input;
  throw new Error('not built yet');
}

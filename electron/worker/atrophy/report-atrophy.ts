import { wordedWarning } from '../../contract/warning-words.ts';
import { buildAtrophyReport, type AtrophyReportModel } from '../../core/write/atrophy/atrophy-report.ts';
import { originOf } from '../pipeline/prepare-visits.ts';
import type { FinishedAtrophy } from './finished-atrophy.ts';

/** The report of a finished atrophy forecast. */
export function reportAtrophy(
  run: Omit<FinishedAtrophy, 'report'>,
  programVersion: string,
  timingsMs: Readonly<Record<string, number>>,
): AtrophyReportModel {
  const { model, request, supposed, forecast, pair } = run;
  return buildAtrophyReport({
    programVersion,
    forecast,
    model: { id: model.manifest.id, version: model.manifest.version, sha256: model.sha256 },
    provider: run.provider,
    scans: originOf(run.primary),
    baselineDate: run.date,
    ...supposed,
    course: request.course,
    samples: request.samples,
    seed: request.seed,
    measured: pair?.figures ?? null,
    warnings: run.warnings.map(wordedWarning),
    timingsMs,
  });
}

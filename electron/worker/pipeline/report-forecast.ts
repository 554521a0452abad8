import { maskVolumeMl } from '../../core/base/volume.ts';
import { buildReport, type ReportModel } from '../../core/write/report-model.ts';
import { wordedWarning } from '../../contract/warning-words.ts';
import { reportTreatment } from './report-treatment.ts';
import type { FinishedForecast } from './finished-forecast.ts';

/** The report of a finished forecast. */
export function reportForecast(
  run: Omit<FinishedForecast, 'report'>,
  programVersion: string,
  timingsMs: Readonly<Record<string, number>>,
): ReportModel {
  const { prepared, place, output, model, request } = run;
  const { baseline, previous, followUp } = prepared;
  const visits = [...prepared.earlier, previous, baseline, followUp].filter((visit) => visit !== null);
  const parts = {
    programVersion,
    model: { id: model.manifest.id, version: model.manifest.version, sha256: model.sha256 },
    segmentation: prepared.segmentation,
    provider: run.provider,
    scans: prepared.scans,
    baselineDate: baseline.visit.date,
    previousDate: place.input.previous?.date ?? null,
    earlierDate: place.input.earlier?.date ?? null,
    followUpDate: followUp?.visit.date ?? null,
    horizonDays: run.horizonDays,
    treatment: reportTreatment(place),
    samples: request.samples,
    seed: request.seed,
    methods: run.comparison.methods,
    volumeMl: {
      baseline: maskVolumeMl(baseline.visit.core),
      predicted: maskVolumeMl(output.coreMask),
      actual: followUp ? maskVolumeMl(followUp.visit.core) : null,
      interval90: output.interval90Ml,
    },
    curve: {
      visits: visits.map(({ visit }) => ({ date: visit.date, day: visit.day, coreMl: maskVolumeMl(visit.core) })),
      futuresMl: output.futuresMl,
    },
    response: run.treatments.response,
    comparison: run.treatments.comparison,
    explanation: run.explained?.explanation ?? null,
    registrations: visits.flatMap(({ aligned }) => aligned.alignments),
    warnings: run.warnings.map(wordedWarning),
    timingsMs,
  };
  return buildReport(parts);
}
